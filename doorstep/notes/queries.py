"""Reads about notes, tasks, planned activities and touchpoints."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from django.db.models import Count, F, Q, QuerySet

from doorstep.identity.actor import Actor
from doorstep.notes.models import Interaction, Note, ScheduledActivity, Task

_Rows = TypeVar("_Rows", bound="QuerySet[Any]")

_MOST_ON_TOP = 5
_MOST_OPEN = 100
STATES = ("open", "overdue", "today", "upcoming", "done")


def notes_of(actor: Actor, client_id: int) -> QuerySet[Note]:
    """A client's notes, the pinned ones first, then the newest, with who wrote them."""
    rows = Note.objects.visible_to(actor).filter(client_id=client_id)
    return rows.select_related("created_by__user", "property").order_by("-pinned", "-pk")


def notes_on_top(actor: Actor, client_id: int) -> list[Note]:
    """The pinned and starred notes that stand above everything on the client's page. One statement."""
    rows = Note.objects.visible_to(actor).on_top().filter(client_id=client_id)
    return list(rows.select_related("created_by__user").order_by("-pinned", "-pk")[:_MOST_ON_TOP])


def interactions_of(actor: Actor, client_id: int) -> QuerySet[Interaction]:
    """What was logged about a client, the latest first."""
    rows = Interaction.objects.visible_to(actor).filter(client_id=client_id)
    return rows.select_related("created_by__user").order_by("-happened_at", "-pk")


def open_tasks_of(actor: Actor, client_id: int) -> list[Task]:
    """What is to be done for a client, by the day it is due. One statement."""
    rows = Task.objects.visible_to(actor).filter(client_id=client_id, done_at=None)
    return list(_by_day(rows.select_related("assignee__user", "client"))[:_MOST_OPEN])


def open_activities_of(actor: Actor, client_id: int) -> list[ScheduledActivity]:
    """What is planned with a client, in the order of time. One statement."""
    rows = ScheduledActivity.objects.visible_to(actor).filter(client_id=client_id, done_at=None)
    return list(rows.select_related("assignee__user", "client").order_by("starts_at", "pk")[:_MOST_OPEN])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the tasks page shows. `everybody`: not only the actor's own; `state`: one of STATES."""

    everybody: bool = False
    state: str = "open"


def tasks(actor: Actor, wanted: Wanted) -> QuerySet[Task]:
    """The tasks that fit: open ones by the day they are due, done ones the latest first."""
    rows = _whose(Task.objects.visible_to(actor), actor, wanted).filter(
        _in_state(actor, "due_on", wanted.state)
    )
    rows = rows.select_related("assignee__user", "client")
    return rows.order_by("-done_at", "-pk") if wanted.state == "done" else _by_day(rows)


def activities(actor: Actor, wanted: Wanted) -> QuerySet[ScheduledActivity]:
    """The planned activities that fit, in the order of time; done ones the latest first."""
    rows = _whose(ScheduledActivity.objects.visible_to(actor), actor, wanted)
    rows = rows.filter(_in_state(actor, "starts_at", wanted.state)).select_related("assignee__user", "client")
    return rows.order_by("-done_at", "-pk") if wanted.state == "done" else rows.order_by("starts_at", "pk")


def task_counts(actor: Actor, *, everybody: bool) -> dict[str, int]:
    """How many tasks are open, overdue, due today and upcoming. One statement."""
    rows = _whose(Task.objects.visible_to(actor), actor, Wanted(everybody)).filter(done_at=None)
    counted = {state: Count("pk", filter=_in_state(actor, "due_on", state)) for state in STATES[:-1]}
    found: dict[str, int] = rows.aggregate(**counted)
    return found


def _whose(rows: _Rows, actor: Actor, wanted: Wanted) -> _Rows:
    return rows if wanted.everybody else rows.filter(assignee_id=actor.membership_id)


def _by_day(rows: "QuerySet[Task]") -> "QuerySet[Task]":
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def _in_state(actor: Actor, column: str, state: str) -> Q:
    """The condition of a state, by the company's day."""
    if state == "done":
        return Q(done_at__isnull=False)
    today = actor.workspace.today()
    first: Any = today
    next_: Any = today + timedelta(days=1)
    if column == "starts_at":
        first, next_ = (datetime.combine(day, time(), tzinfo=actor.workspace.zone) for day in (first, next_))
    conditions = {
        "open": Q(),
        "overdue": Q(**{f"{column}__lt": first}),
        "today": Q(**{f"{column}__gte": first, f"{column}__lt": next_}),
        "upcoming": Q(**{f"{column}__gte": next_}),
    }
    return Q(done_at=None) & conditions[state]
