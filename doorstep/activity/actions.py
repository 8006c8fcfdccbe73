"""Writing history, and queueing what follows from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from doorstep.activity.events import Event
from doorstep.activity.models import Entry
from doorstep.core.bulk import insert_rows
from doorstep.core.queue import enqueue
from doorstep.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with what it is about: `client_id` puts it on a client's timeline."""

    event: Event
    client_id: int | None = None
    subject: models.Model | None = None


_COLUMNS = (
    "workspace_id",
    "at",
    "kind",
    "actor_id",
    "actor_name",
    "via",
    "client_id",
    "subject_kind",
    "subject_id",
    "data",
)


@lru_cache(maxsize=1)
def _reactions() -> Mapping[str, Sequence[str]]:
    table: Mapping[str, Sequence[str]] = import_string(settings.REACTIONS)
    return table


# No savepoint of its own: a failure here fails the caller's change as a whole.
@transaction.atomic(savepoint=False)
def record_event(
    event: Event, *, actor: Actor, client_id: int | None = None, about: models.Model | None = None
) -> Entry:
    """Write one event and queue its reactions, in the caller's transaction.

    `about`: the row that changed. `client_id`: the client on whose timeline it shows.
    """
    entry = _entry(Happening(event, client_id, about), actor, timezone.now())
    entry.save(force_insert=True)
    _queue_reactions([entry])
    return entry


# No savepoint of its own: a failure here fails the caller's change as a whole.
@transaction.atomic(savepoint=False)
def record_events(happenings: Sequence[Happening], *, actor: Actor) -> None:
    """Write many events in one statement and queue their reactions, in the caller's transaction."""
    now = timezone.now()
    if any(one.event.kind in _reactions() for one in happenings):
        entries = [_entry(one, actor, now) for one in happenings]
        _queue_reactions(Entry.objects.bulk_create(entries, batch_size=1000))
    else:
        # Nobody asks for their ids: the quick way.
        insert_rows(Entry, _COLUMNS, _rows(happenings, actor, now))


def _entry(one: Happening, actor: Actor, now: datetime) -> Entry:
    return Entry(**dict(zip(_COLUMNS, _values(one, actor, now, one.event.payload()), strict=True)))


def _rows(happenings: Sequence[Happening], actor: Actor, now: datetime) -> Iterator[tuple[Any, ...]]:
    told, payload = None, dict[str, Any]()
    for one in happenings:
        if one.event is not told:  # a bulk change tells the same of all
            told, payload = one.event, one.event.payload()
        yield _values(one, actor, now, payload)


def _values(one: Happening, actor: Actor, now: datetime, payload: dict[str, Any]) -> tuple[Any, ...]:
    return (
        actor.workspace_id,
        now,
        one.event.kind,
        actor.membership_id,
        actor.name,
        actor.via,
        one.client_id,
        one.subject._meta.label_lower if one.subject else "",
        one.subject.pk if one.subject else None,
        payload,
    )


def _queue_reactions(entries: Sequence[Entry]) -> None:
    for entry in entries:
        for path in _reactions().get(entry.kind, ()):
            enqueue(path, entry_id=entry.pk)
