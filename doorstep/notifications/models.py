"""What members were told in the app, and of what they want to hear by e-mail too."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from doorstep.identity.models import Membership, WorkspaceQuerySet, WorkspaceRow

if TYPE_CHECKING:
    from doorstep.identity.actor import Actor


class NotificationQuerySet(WorkspaceQuerySet["Notification"]):
    """Notifications, each seen by the member it is for and nobody else."""

    def visible_to(self, actor: "Actor") -> Self:
        return super().visible_to(actor).filter(member_id=actor.membership_id)

    def unread(self) -> Self:
        """Those that were not opened yet."""
        return self.filter(read_at=None)


class Notification(WorkspaceRow):
    """One thing that one member was told.

    `client_id` is a plain number, as in activity.Entry. `url`: a path of ours. `key`: a member is told the
    same thing, by the same key, once; "" for what may be said again.
    """

    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)  # a key of config/notifications.py
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    client_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "member", "-id"], name="notification_of_member"),
            models.Index(
                fields=["workspace", "member"], name="notification_unread", condition=Q(read_at=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "member", "key"], name="notification_once", condition=~Q(key="")
            )
        ]

    def __str__(self) -> str:
        return self.text


class EmailChoice(WorkspaceRow):
    """Whether a member wants one kind by e-mail; without a row the kind's own default holds."""

    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    by_email = models.BooleanField()

    objects = WorkspaceQuerySet["EmailChoice"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "member", "kind"], name="email_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.by_email}"
