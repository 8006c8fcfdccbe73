"""Adding, changing, deleting and bringing back a row of this app, with the event each leaves."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from doorstep.activity.actions import record_event
from doorstep.activity.events import Event
from doorstep.core.versions import merge_edits
from doorstep.identity.actor import Actor
from doorstep.notes.fields import check_whole, clean, known_fields
from doorstep.notes.models import KeptRow
from doorstep.notes.permissions import WRITE_NOTES

_Row = TypeVar("_Row", bound=KeptRow)
#: How much of a text the timeline repeats.
_EXCERPT = 200


def excerpt(text: str) -> str:
    """The beginning of a text in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1].rstrip()}…"


def fill(actor: Actor, row: _Row, fields: Mapping[str, Any]) -> _Row:
    """Set the fields of a new row, checked. Raises PermissionDenied, RuleBroken with the field."""
    actor.require(WRITE_NOTES)
    for name, value in clean(actor, row, fields).items():
        setattr(row, name, value)
    row.created_by_id = actor.membership_id
    check_whole(row)
    return row


def locked(model: type[_Row], actor: Actor, pk: int) -> _Row:
    """The row, locked until the transaction ends. PermissionDenied; DoesNotExist, also when not visible."""
    actor.require(WRITE_NOTES)
    rows: Any = model._default_manager
    row: _Row = rows.visible_to(actor).select_for_update(of=("self",)).get(pk=pk)
    return row


def set_changed(
    actor: Actor, row: KeptRow, *, version: int, fields: Mapping[str, Any], seen: Mapping[str, Any] | None
) -> dict[str, list[Any]]:
    """Set what an edit changes, checked: {field: [old, new]}, JSON-ready; nothing is saved yet.

    `version` and `seen` work as in clients' update actions. Raises StaleVersion, RuleBroken with the field.
    """
    stored = {name: getattr(row, name) for name in known_fields(type(row))}
    # What stays as it is need not be checked again: an assignee may have left meanwhile.
    values = clean(actor, row, {k: v for k, v in fields.items() if k not in stored or stored[k] != v})
    if version != row.version:
        values = merge_edits(mine=values, stored=stored, seen=seen, version=row.version)
    for name, value in values.items():
        setattr(row, name, value)
    check_whole(row)
    return {
        name: [_plain(old), _plain(getattr(row, name))]
        for name, old in stored.items()
        if old != getattr(row, name)
    }


def save(actor: Actor, row: KeptRow, event: Event) -> None:
    """Write a changed row as the next version, with the event."""
    row.version += 1
    row.save()
    tell(actor, row, event)


def tell(actor: Actor, row: Model, event: Event) -> None:
    """Write the event onto the client's timeline, if there is a client."""
    record_event(event, actor=actor, client_id=getattr(row, "client_id", None), about=row)


def delete(model: type[KeptRow], actor: Actor, pk: int, event: type[Event]) -> None:
    """Take a row out of sight; `restore` brings it back."""
    row = locked(model, actor, pk)
    row.deleted_at = timezone.now()
    save(actor, row, event(text=excerpt(str(row))))  # type: ignore[call-arg]  # each has a text


def restore(model: type[_Row], actor: Actor, pk: int, event: type[Event]) -> _Row:
    """Bring back what was deleted; what is there stays as it is."""
    actor.require(WRITE_NOTES)
    rows: Any = model._default_manager
    row: _Row = rows.seen_by(actor).select_for_update(of=("self",)).get(pk=pk)
    if row.deleted_at is not None:
        row.deleted_at = None
        save(actor, row, event(text=excerpt(str(row))))  # type: ignore[call-arg]  # each has a text
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
