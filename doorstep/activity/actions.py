"""Writing history, and queueing what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from doorstep.activity.events import Event
from doorstep.activity.models import Entry
from doorstep.core.queue import enqueue
from doorstep.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with what it is about: `client_id` puts it on a client's timeline."""

    event: Event
    client_id: int | None = None
    subject: models.Model | None = None


@lru_cache(maxsize=1)
def _reactions() -> Mapping[str, Sequence[str]]:
    return import_string(settings.REACTIONS)  # type: ignore[no-any-return]


def record_event(
    event: Event, *, actor: Actor, client_id: int | None = None, about: models.Model | None = None
) -> Entry:
    """Write one event and queue its reactions, in the caller's transaction.

    `about`: the row that changed. `client_id`: the client on whose timeline it shows.
    """
    return record_events([Happening(event, client_id, about)], actor=actor)[0]


# No savepoint of its own: a failure here fails the caller's change as a whole.
@transaction.atomic(savepoint=False)
def record_events(happenings: Sequence[Happening], *, actor: Actor) -> list[Entry]:
    """Write many events in one statement and queue their reactions, in the caller's transaction."""
    now = timezone.now()
    entries = Entry.objects.bulk_create(
        [
            Entry(
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
            for one in happenings
        ],
        batch_size=1000,
    )
    for entry in entries:
        for path in _reactions().get(entry.kind, ()):
            enqueue(path, entry_id=entry.pk)
    return entries
