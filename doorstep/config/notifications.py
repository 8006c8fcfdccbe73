"""What members can be told about, in the order of the page where they choose their e-mails."""

from django.utils.translation import gettext_lazy as _

from doorstep.notifications.kinds import NotificationKind

NOTIFICATION_KINDS: dict[str, NotificationKind] = {
    "task.assigned": NotificationKind(_("Somebody gives me a task or a planned call or visit"), "user-check"),
    "task.due": NotificationKind(_("A task, call or visit of mine is due"), "alarm"),
}
