"""Background work about notifications: their e-mails, and forgetting old ones."""

from datetime import timedelta

from django.utils import timezone

from doorstep.activity.models import Entry
from doorstep.core.queue import task
from doorstep.identity import wall
from doorstep.notifications.emails import send_email
from doorstep.notifications.models import Notification
from doorstep.notifications.queries import wanted_by_email

KEPT_FOR = timedelta(days=180)


@task
def send_emails(entry_id: int) -> None:
    """Send the e-mails of a "members.notified" event to those who want them. What was sent is marked.

    Raises what the mail server raises (SMTPException, OSError), so that the queue tries again.
    """
    entry = Entry.objects.get(pk=entry_id)
    with wall.inside(entry.workspace_id):
        rows = list(
            Notification.objects.filter(
                pk__in=entry.data["notification_ids"],
                emailed_at=None,
                member__ended_at=None,
                member__user__is_active=True,
            ).select_related("workspace", "member__user")
        )
        wanted = wanted_by_email(entry.data["what"], [row.member for row in rows])
        for row in rows:
            if row.member_id in wanted:
                send_email(row)


@task
def forget_old() -> None:
    """Delete notifications older than half a year, in all workspaces (nightly)."""
    Notification.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
