"""Tasks and planned activities as lists show them: one row for both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from doorstep.identity.actor import Actor
from doorstep.notes.models import Duty, ScheduledActivity, Task

_ICONS = {"call": "phone", "visit": "map-pin", "email": "mail", "other": "calendar"}


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """One row. `name`: how its addresses begin; `client_url`: "" when the actor does not see the client."""

    duty: Duty
    name: str
    icon: str
    when: date | datetime | None
    tone: str
    client_name: str
    client_url: str

    @property
    def is_task(self) -> bool:
        """Whether it is done by one press."""
        return self.name == "task"

    @property
    def page(self) -> str:
        """Its own page."""
        return reverse(f"notes:{self.name}", args=[self.duty.pk])

    @property
    def edit(self) -> str:
        return reverse(f"notes:{self.name}-edit", args=[self.duty.pk])

    @property
    def done(self) -> str:
        return reverse(f"notes:{self.name}-done", args=[self.duty.pk])

    @property
    def reopen(self) -> str:
        return reverse(f"notes:{self.name}-reopen", args=[self.duty.pk])

    @property
    def delete(self) -> str:
        return reverse(f"notes:{self.name}-delete", args=[self.duty.pk])


def shown(actor: Actor, duties: Iterable[Duty]) -> list[ShownDuty]:
    """Rows for duties that come with their client and assignee. No statement."""
    return [show(actor, duty) for duty in duties]


def show(actor: Actor, duty: Duty) -> ShownDuty:
    """One row."""
    client = getattr(duty, "client", None)
    sees = client is not None and (
        actor.sees_assigned_to is None or client.assigned_to_id in actor.sees_assigned_to
    )
    is_activity = isinstance(duty, ScheduledActivity)
    return ShownDuty(
        duty=duty,
        name="activity" if is_activity else "task",
        icon=_ICONS.get(duty.kind, "calendar") if isinstance(duty, ScheduledActivity) else "list-check",
        when=_when(duty),
        tone=_tone(actor, duty),
        client_name=client.name if client else "",
        client_url=reverse("customers:record", args=[client.pk]) if client and sees else "",
    )


def _when(duty: Duty) -> date | datetime | None:
    if isinstance(duty, ScheduledActivity):
        return duty.starts_at
    return duty.due_on if isinstance(duty, Task) else None


def _tone(actor: Actor, duty: Duty) -> str:
    """Red: overdue; orange: due today; else ""."""
    when = _when(duty)
    if when is None or duty.done_at is not None:
        return ""
    if isinstance(when, datetime) and when < timezone.now():
        return "red"
    day = actor.workspace.day_of(when) if isinstance(when, datetime) else when
    today = actor.workspace.today()
    return "red" if day < today else "orange" if day == today else ""
