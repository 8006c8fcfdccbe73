"""What the worker does by the clock: name -> (cron expression in UTC, dotted path of the task)."""

SCHEDULE: dict[str, tuple[str, str]] = {
    "runs.take_up": ("* * * * *", "doorstep.runs.tasks.take_up_runs"),
    "activity.forget_requests": ("20 * * * *", "doorstep.activity.tasks.forget_requests"),
    "notifications.forget_old": ("50 3 * * *", "doorstep.notifications.tasks.forget_old"),
    "files.tidy": ("10 4 * * *", "doorstep.files.tasks.tidy"),
    "notes.remind": ("*/5 * * * *", "doorstep.notes.tasks.remind_all"),
    "notes.forget_deleted": ("55 3 * * *", "doorstep.notes.tasks.forget_deleted"),
    "duplicates.scan": ("30 2 * * *", "doorstep.duplicates.tasks.scan_all"),
    "runs.tidy": ("40 3 * * *", "doorstep.runs.tasks.tidy"),
    # A little past every hour: midnight comes at a different one in each time zone.
    "clients.roll_figures": ("2 * * * *", "doorstep.clients.tasks.roll_all_figures"),
    "clients.fold_counts": ("17,47 * * * *", "doorstep.clients.tasks.fold_all_counts"),
}
