"""What the worker does by the clock: name -> (cron expression in UTC, dotted path of the task)."""

SCHEDULE: dict[str, tuple[str, str]] = {}
