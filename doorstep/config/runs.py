"""The kinds of long work there are: Run.kind -> dotted path of its class (see runs.kinds)."""

RUN_KINDS: dict[str, str] = {
    "undo": "doorstep.runs.undo.UndoRun",
    "customers.bulk": "doorstep.customers.bulk.kind.BulkChange",
    "customers.export": "doorstep.transfer.exporting.kind.ExportCustomers",
    "workspace.export": "doorstep.transfer.exporting.workspace_kind.ExportWorkspace",
    "duplicates.scan": "doorstep.duplicates.finding.kind.ScanForDuplicates",
    "duplicates.merge": "doorstep.duplicates.many.MergeConfident",
    "import.customers": "doorstep.transfer.intake.kind.ImportCustomers",
    "import.dry-run": "doorstep.transfer.intake.dry.DryRun",
    "import.answers": "doorstep.transfer.intake.answering.AnswerAll",
}
