"""Writing notes."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from doorstep.clients.models import Client
from doorstep.identity.actor import Actor
from doorstep.notes import changing, events
from doorstep.notes.fields import NoteFields
from doorstep.notes.models import Note


@transaction.atomic
def add_note(*, actor: Actor, client_id: int, fields: NoteFields) -> Note:
    """Write a note about a client; `text` is required, and only the team reads it unless it says otherwise.

    Raises PermissionDenied, Client.DoesNotExist, RuleBroken with the field.
    """
    client = Client.objects.visible_to(actor).get(pk=client_id)
    note = changing.fill(actor, Note(workspace=actor.workspace, client=client), fields)
    note.save()
    changing.tell(actor, note, events.NoteAdded(text=changing.excerpt(note.text)))
    return note


@transaction.atomic
def update_note(
    *, actor: Actor, note_id: int, version: int, fields: NoteFields, seen: Mapping[str, Any] | None = None
) -> Note:
    """Change the given fields of a note; the timeline keeps the old text and the new.

    `version` and `seen` work as in update_contact. Raises PermissionDenied, Note.DoesNotExist, StaleVersion,
    RuleBroken with the field.
    """
    note = changing.locked(Note, actor, note_id)
    before = changing.excerpt(note.text)
    changes = changing.set_changed(actor, note, version=version, fields=fields, seen=seen)
    if changes:
        if "text" in changes:
            note.edited_at = timezone.now()
        changing.save(actor, note, events.NoteUpdated(text=before, changes=changes))
    return note


@transaction.atomic
def mark_note(
    *, actor: Actor, note_id: int, pinned: bool | None = None, important: bool | None = None
) -> Note:
    """Pin or star a note, or take that back; None leaves it. Marking twice is marking once.

    Raises PermissionDenied, Note.DoesNotExist.
    """
    note = changing.locked(Note, actor, note_id)
    wanted = {"pinned": pinned, "important": important}
    changes = {
        name: [getattr(note, name), value]
        for name, value in wanted.items()
        if value is not None and value != getattr(note, name)
    }
    for name, (_old, new) in changes.items():
        setattr(note, name, new)
    if changes:
        changing.save(actor, note, events.NoteUpdated(text=changing.excerpt(note.text), changes={**changes}))
    return note


@transaction.atomic
def delete_note(*, actor: Actor, note_id: int) -> None:
    """Take a note away; restore_note brings it back within a month.

    Raises PermissionDenied, Note.DoesNotExist.
    """
    changing.delete(Note, actor, note_id, events.NoteDeleted)


@transaction.atomic
def restore_note(*, actor: Actor, note_id: int) -> Note:
    """Bring back a deleted note. Raises PermissionDenied, Note.DoesNotExist."""
    return changing.restore(Note, actor, note_id, events.NoteRestored)
