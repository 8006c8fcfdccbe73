"""Writing history, and queueing what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

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


_COLUMNS = [field.attname for field in Entry._meta.concrete_fields if not field.primary_key]


@lru_cache(maxsize=1)
def _reactions() -> Mapping[str, Sequence[str]]:
    return import_string(settings.REACTIONS)  # type: ignore[no-any-return]


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
    entries = [_entry(one, actor, now) for one in happenings]
    if any(entry.kind in _reactions() for entry in entries):
        _queue_reactions(Entry.objects.bulk_create(entries, batch_size=1000))
    else:
        # Nobody asks for their ids: the quick way.
        insert_rows(Entry, _COLUMNS, [[getattr(entry, name) for name in _COLUMNS] for entry in entries])


def _entry(one: Happening, actor: Actor, now: datetime) -> Entry:
    return Entry(
        workspace_id=actor.workspace_id,
        at=now,
        kind=one.event.kind,
        actor_id=actor.membership_id,
        actor_name=actor.name,
        via=actor.via,
        client_id=one.client_id,
        subject_kind=one.subject._meta.label_lower if one.subject else "",
        subject_id=one.subject.pk if one.subject else None,
        data=one.event.payload(),
    )


def _queue_reactions(entries: Sequence[Entry]) -> None:
    for entry in entries:
        for path in _reactions().get(entry.kind, ()):
            enqueue(path, entry_id=entry.pk)
