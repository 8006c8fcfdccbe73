"""The kinds of long work there are: Run.kind -> dotted path of its class (see runs.kinds)."""

RUN_KINDS: dict[str, str] = {
    "undo": "doorstep.runs.undo.UndoRun",
    "customers.bulk": "doorstep.customers.bulk.kind.BulkChange",
    "import.customers": "doorstep.transfer.intake.kind.ImportCustomers",
    "import.dry-run": "doorstep.transfer.intake.kind.DryRun",
}
