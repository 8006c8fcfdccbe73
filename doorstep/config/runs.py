"""The kinds of long work there are: Run.kind -> dotted path of its class (see runs.kinds)."""

RUN_KINDS: dict[str, str] = {
    "undo": "doorstep.runs.undo.UndoRun",
}
