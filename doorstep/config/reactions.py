"""What follows from what happened: event kind -> dotted paths of tasks, each called with `entry_id`.

Actions never start tasks; they record events. This table is the only place that says what comes next.
"""

REACTIONS: dict[str, tuple[str, ...]] = {
    "file.uploaded": ("doorstep.files.tasks.draw_preview",),
    "member.invited": ("doorstep.identity.tasks.send_invitation",),
    "members.notified": ("doorstep.notifications.tasks.send_emails",),
    "run.queued": ("doorstep.runs.tasks.start",),
    "workspace.updated": ("doorstep.clients.tasks.follow_time_zone",),
}
