"""The fields of notes, tasks, planned activities and touchpoints as doors know them, and their rules."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.clients.fields import clean_columns
from doorstep.clients.models import Property
from doorstep.core.days import FIRST_DAY
from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.notes.models import Interaction, KeptRow, Note, ScheduledActivity, Task

LONGEST_TEXT = 10_000
MOST_MINUTES = 24 * 60
FURTHEST_YEARS = 10


class NoteFields(TypedDict, total=False):
    """A note; `property_id`: one of the client's."""

    text: str
    property_id: int | None
    pinned: bool
    important: bool
    visible_to_customer: bool


class TaskFields(TypedDict, total=False):
    """A task; `reminder_at`: None for the morning of `due_on`."""

    title: str
    details: str
    assignee_id: int | None
    due_on: date | None
    reminder_at: datetime | None


class ActivityFields(TypedDict, total=False):
    """A planned activity; without a title it is called by its kind."""

    kind: str
    title: str
    details: str
    assignee_id: int | None
    starts_at: datetime


class InteractionFields(TypedDict, total=False):
    """A touchpoint."""

    kind: str
    direction: str
    happened_at: datetime
    minutes: int | None
    text: str


_KNOWN: dict[type[KeptRow], Mapping[str, Any]] = {
    Note: NoteFields.__annotations__,
    Task: TaskFields.__annotations__,
    ScheduledActivity: ActivityFields.__annotations__,
    Interaction: InteractionFields.__annotations__,
}


def known_fields(model: type[KeptRow]) -> Mapping[str, Any]:
    """The names that may be given for a row of `model`."""
    return _KNOWN[model]


def clean(actor: Actor, row: KeptRow, given: Mapping[str, Any]) -> dict[str, Any]:
    """The given fields of `row`, whose client is set, checked one by one. RuleBroken names the field."""
    # No direction is one too, though none of the choices.
    open_ended = {name: "" for name in given.keys() & {"direction"} if not given[name]}
    chosen = {name: value for name, value in given.items() if name not in open_ended}
    values = clean_columns(type(row), known_fields(type(row)), chosen) | open_ended
    for name in ("text", "details"):
        if len(values.get(name, "")) > LONGEST_TEXT:
            raise RuleBroken(
                _("At most %(count)d characters fit here.") % {"count": LONGEST_TEXT}, field=name
            )
    if values.get("assignee_id") is not None:
        _check_assignee(actor, values["assignee_id"])
    if values.get("property_id") is not None:
        _check_property(actor, getattr(row, "client_id", None), values["property_id"])
    for name in ("due_on", "reminder_at", "starts_at", "happened_at"):
        if values.get(name) is not None:
            _check_day(actor, name, values[name])
    return values


def check_whole(row: KeptRow) -> None:
    """What must be there once all fields are set. Raises RuleBroken with the field."""
    if isinstance(row, Note) and not row.text:
        raise RuleBroken(_("Write the note."), field="text")
    if isinstance(row, Task) and not row.title:
        raise RuleBroken(_("Say in a few words what there is to do."), field="title")
    if isinstance(row, ScheduledActivity) and not row.title:
        row.title = str(row.get_kind_display())
    if isinstance(row, Interaction):
        _check_interaction(row)


def _check_interaction(row: Interaction) -> None:
    if row.minutes is not None and not 0 < row.minutes <= MOST_MINUTES:
        raise RuleBroken(_("How many minutes? From 1 to a day’s worth, or leave it empty."), field="minutes")
    if row.happened_at > timezone.now():
        raise RuleBroken(
            _("That is still to come: plan it instead, or correct the time."), field="happened_at"
        )
    if row.kind == Interaction.Kind.VISIT:
        row.direction = ""


def _check_assignee(actor: Actor, member_id: int) -> None:
    if not Membership.objects.visible_to(actor).current().filter(pk=member_id).exists():
        raise RuleBroken(_("That member is not in this workspace any more."), field="assignee_id")


def _check_property(actor: Actor, client_id: int | None, property_id: int) -> None:
    places = Property.objects.visible_to(actor).filter(pk=property_id)
    if client_id is None or not places.filter(client_id=client_id).exists():
        raise RuleBroken(_("That property is not one of this customer's."), field="property_id")


def _check_day(actor: Actor, name: str, value: date | datetime) -> None:
    day = actor.workspace.day_of(value) if isinstance(value, datetime) else value
    if day < FIRST_DAY or day.year > actor.workspace.today().year + FURTHEST_YEARS:
        raise RuleBroken(_("Check the year."), field=name)
