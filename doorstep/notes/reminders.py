"""When the assignee of a duty is reminded, and doing it once.

A task without a reminder of its own is due for one at eight in the morning of its day, where the company
works. That moment is worked out when it is asked for and not stored, so that it follows the company to
another time zone, and through the days on which the clocks change.
"""

from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from doorstep.identity.actor import Actor
from doorstep.identity.models import Workspace
from doorstep.notes.models import Duty, ScheduledActivity, Task
from doorstep.notes.models.duty import WAITING
from doorstep.notifications.actions import notify

MORNING = time(8)
#: What starts before this long after the morning's moment is told of earlier.
_AHEAD = timedelta(hours=1)
#: The day begins first at the date line, fourteen hours before UTC.
_FIRST_DAY_AHEAD = timedelta(hours=14)
DUTIES: tuple[type[Duty], ...] = (Task, ScheduledActivity)


def morning_of(workspace: Workspace, day: datetime) -> datetime:
    """Eight o'clock on the company's day of that moment."""
    return datetime.combine(workspace.day_of(day), MORNING, tzinfo=workspace.zone)


def reminder_moment(workspace: Workspace, duty: Duty) -> datetime | None:
    """When its assignee is to be reminded; None when never."""
    if duty.reminder_at is not None:
        return duty.reminder_at
    if isinstance(duty, Task) and duty.due_on is not None:
        return datetime.combine(duty.due_on, MORNING, tzinfo=workspace.zone)
    return None


def arm_reminder(actor: Actor, duty: Duty, *, is_told: bool) -> None:
    """Set anew whether a reminder is still to come, after a change of the day or the assignee.

    `is_told`: the assignee hears of the duty now. Then a moment that has passed needs no reminder; otherwise
    it comes at once.
    """
    if isinstance(duty, ScheduledActivity):
        morning = morning_of(actor.workspace, duty.starts_at)
        duty.reminder_at = min(morning, duty.starts_at - _AHEAD)
    now = timezone.now()
    moment = reminder_moment(actor.workspace, duty)
    knows = is_told or duty.assignee_id == actor.membership_id
    duty.reminded_at = now if moment is not None and moment <= now and knows else None


def workspaces_with_reminders(now: datetime | None = None) -> set[int]:
    """The ids of workspaces where somebody may have to be reminded by now. Two statements, from indexes."""
    now = now or timezone.now()
    latest = (now.astimezone(UTC) + _FIRST_DAY_AHEAD).date()
    tasks = Task.objects.filter(WAITING, Q(reminder_at__lte=now) | Q(reminder_at=None, due_on__lte=latest))
    activities = ScheduledActivity.objects.filter(WAITING, reminder_at__lte=now)
    return {
        *tasks.values_list("workspace_id", flat=True).distinct(),
        *activities.values_list("workspace_id", flat=True).distinct(),
    }


def remind(workspace: Workspace, now: datetime | None = None) -> int:
    """Tell the assignees of all duties whose moment has come; how many were told.

    Each one is a transaction that writes the notification, queues its e-mail and notes that it was sent:
    whoever is killed in between has done none of it, and the next one does it.
    """
    now = now or timezone.now()
    return sum(
        _remind_one(workspace, model, pk, now) for model in DUTIES for pk in _due(workspace, model, now)
    )


def _due(workspace: Workspace, model: type[Duty], now: datetime) -> list[int]:
    come = Q(reminder_at__lte=now)
    if model is Task:
        local = now.astimezone(workspace.zone)
        last_day = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
        come |= Q(reminder_at=None, due_on__lte=last_day)
    rows = model._default_manager.filter(WAITING, come, workspace=workspace)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind_one(workspace: Workspace, model: type[Duty], pk: int, now: datetime) -> int:
    rows = model._default_manager.filter(WAITING, pk=pk)
    duty = rows.select_for_update(of=("self",), skip_locked=True).first()
    moment = reminder_moment(workspace, duty) if duty is not None else None
    # Somebody else has it, or it was put off meanwhile.
    if duty is None or moment is None or moment > now:
        return 0
    duty.reminded_at = now
    duty.save(update_fields=["reminded_at"])
    with translation.override(workspace.locale):
        return tell_assignee(
            Actor.system(workspace),
            duty,
            kind="task.due",
            words=_due_words(workspace, duty),
            key=f"{model.__name__.lower()}-{pk}-{moment.astimezone(UTC):%Y%m%dT%H%M%S}",
        )


def _due_words(workspace: Workspace, duty: Duty) -> str:
    if isinstance(duty, ScheduledActivity):
        local = duty.starts_at.astimezone(workspace.zone)
        return _("At %(time)s: %(what)s") % {"time": local.strftime("%H:%M"), "what": duty.title}
    assert isinstance(duty, Task)
    if duty.due_on is None or duty.due_on > workspace.today():
        return _("Reminder: %(what)s") % {"what": duty.title}
    if duty.due_on == workspace.today():
        return _("Due today: %(what)s") % {"what": duty.title}
    return _("Overdue: %(what)s") % {"what": duty.title}


def tell_assignee(actor: Actor, duty: Duty, *, kind: str, words: str, key: str = "") -> int:
    """Notify the assignee, with the client's name behind `words`; how many were told (0 or 1)."""
    if duty.assignee_id is None:
        return 0
    client = getattr(duty, "client", None)
    page = "notes:task" if isinstance(duty, Task) else "notes:activity"
    told = notify(
        actor=actor,
        member_ids=[duty.assignee_id],
        kind=kind,
        text=f"{words} ({client})" if client else words,
        url=reverse(page, args=[duty.pk]),
        client_id=client.pk if client else None,
        key=key,
    )
    return len(told)
