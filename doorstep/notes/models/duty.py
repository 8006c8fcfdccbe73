"""What a member has to do: tasks, and activities that are planned with a client."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import Client
from doorstep.identity.models import Membership
from doorstep.notes.models.scoping import DutyQuerySet, KeptRow

#: What a reminder may still be due for.
WAITING = Q(reminded_at=None, done_at=None, deleted_at=None, assignee__isnull=False)
_OPEN = Q(done_at=None, deleted_at=None)


class Duty(KeptRow):
    """What both have. `reminded_at`: the reminder has been sent, or there was no moment left for one."""

    title = models.CharField(_("what"), max_length=160)
    details = models.TextField(_("details"), blank=True)
    assignee = models.ForeignKey(
        Membership,
        verbose_name=_("assigned to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    reminder_at = models.DateTimeField(_("reminder"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Task(Duty):
    """Something to do by a day. Without a `reminder_at` of its own the reminder comes that morning."""

    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks", db_index=False
    )
    due_on = models.DateField(_("due"), null=True, blank=True)  # a day of the workspace

    objects = DutyQuerySet["Task"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["client", "due_on"], name="task_of_client"),
            models.Index(fields=["workspace", "assignee", "due_on"], name="task_of_member", condition=_OPEN),
            models.Index(fields=["workspace", "-done_at"], name="task_done", condition=Q(deleted_at=None)),
            models.Index(fields=["workspace", "due_on", "reminder_at"], name="task_waits", condition=WAITING),
        ]


class ScheduledActivity(Duty):
    """A call, a visit or something else with a client at a moment. `reminder_at` is worked out from it."""

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        VISIT = "visit", _("Visit")
        EMAIL = "email", _("E-mail")
        OTHER = "other", _("Other")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.CALL)
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="scheduled_activities", db_index=False
    )
    starts_at = models.DateTimeField(_("when"))

    objects = DutyQuerySet["ScheduledActivity"].as_manager()

    class Meta:
        verbose_name_plural = "scheduled activities"
        indexes = [
            models.Index(fields=["client", "starts_at"], name="activity_of_client"),
            models.Index(
                fields=["workspace", "assignee", "starts_at"], name="activity_of_member", condition=_OPEN
            ),
            models.Index(fields=["workspace", "reminder_at"], name="activity_waits", condition=WAITING),
        ]
