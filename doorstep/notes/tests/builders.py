"""Notes, tasks and the like for tests, made through the actions. Every default can be seen here."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from doorstep.identity.actor import Actor
from doorstep.notes.actions.notes import add_note
from doorstep.notes.actions.planned import plan_activity
from doorstep.notes.actions.to_dos import add_task
from doorstep.notes.actions.touchpoints import log_interaction
from doorstep.notes.models import Interaction, Note, ScheduledActivity, Task


def make_note(actor: Actor, client_id: int, text: str = "Beware of the dog", **fields: object) -> Note:
    return add_note(actor=actor, client_id=client_id, fields={"text": text, **fields})  # type: ignore[typeddict-item]


def make_task(
    actor: Actor,
    client_id: int | None = None,
    *,
    title: str = "Call back",
    to: Actor | None = None,
    due_on: date | None = None,
    reminder_at: datetime | None = None,
) -> Task:
    """A task of the actor's own unless `to` says otherwise."""
    assignee_id = (to or actor).membership_id
    return add_task(
        actor=actor,
        client_id=client_id,
        fields={"title": title, "assignee_id": assignee_id, "due_on": due_on, "reminder_at": reminder_at},
    )


def make_activity(
    actor: Actor,
    client_id: int,
    *,
    kind: str = "call",
    title: str = "",
    to: Actor | None = None,
    starts_at: datetime | None = None,
) -> ScheduledActivity:
    """A call of the actor's own in two days unless told otherwise."""
    return plan_activity(
        actor=actor,
        client_id=client_id,
        fields={
            "kind": kind,
            "title": title,
            "assignee_id": (to or actor).membership_id,
            "starts_at": starts_at or timezone.now() + timedelta(days=2),
        },
    )


def make_interaction(
    actor: Actor,
    client_id: int,
    *,
    kind: str = "call",
    text: str = "Wants a quote",
    minutes: int | None = None,
) -> Interaction:
    fields = {"kind": kind, "direction": "in", "text": text, "minutes": minutes}
    return log_interaction(actor=actor, client_id=client_id, fields=fields)  # type: ignore[arg-type]
