"""The kinds of long work there are: Run.kind -> dotted path of its class (see runs.engine)."""

RUN_KINDS: dict[str, str] = {}
