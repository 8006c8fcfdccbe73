"""Changing what is said about a file, and taking it away."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.activity.events import Event
from doorstep.core.errors import RuleBroken
from doorstep.core.versions import merge_edits
from doorstep.files.events import FileDeleted, FileRestored, FileUpdated
from doorstep.files.fields import FileFields, clean_fields, new_name
from doorstep.files.models import StoredFile
from doorstep.files.permissions import MANAGE_FILES
from doorstep.identity.actor import Actor


@transaction.atomic
def update_file(
    *,
    actor: Actor,
    file_id: int,
    version: int,
    fields: FileFields,
    seen: Mapping[str, Any] | None = None,
) -> StoredFile:
    """Rename, describe, sort or move a file to a place of its customer; what is absent stays.

    A name keeps an ending that fits the content. `version` and `seen` work as in update_customer. Raises
    PermissionDenied, StoredFile.DoesNotExist, StaleVersion, RuleBroken with the field.
    """
    actor.require(MANAGE_FILES)
    row = StoredFile.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=file_id)
    mine = clean_fields(actor, row.client_id, fields)
    if "name" in mine:
        mine["name"] = new_name(row, mine["name"])
    stored = {name: getattr(row, name) for name in mine}
    if version != row.version:
        mine = merge_edits(mine=mine, stored=stored, seen=seen, version=row.version)
    changes = {name: [stored[name], value] for name, value in mine.items() if stored[name] != value}
    for name in changes:
        setattr(row, name, mine[name])
    return _save(actor, row, FileUpdated(name=row.name, changes=changes), changes) if changes else row


@transaction.atomic
def delete_file(*, actor: Actor, file_id: int) -> StoredFile:
    """Put a file out of sight; `restore_file` brings it back until it is purged after 30 days.

    Raises PermissionDenied, StoredFile.DoesNotExist.
    """
    actor.require(MANAGE_FILES)
    row = StoredFile.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=file_id)
    row.deleted_at = timezone.now()
    return _save(actor, row, FileDeleted(name=row.name), ["deleted_at"])


@transaction.atomic
def restore_file(*, actor: Actor, file_id: int) -> StoredFile:
    """Bring a deleted file back.

    Raises PermissionDenied; StoredFile.DoesNotExist; RuleBroken when it is not deleted.
    """
    actor.require(MANAGE_FILES)
    if StoredFile.objects.visible_to(actor).filter(pk=file_id).exists():
        raise RuleBroken(_("This file is there already."))
    row = StoredFile.objects.deleted_visible_to(actor).select_for_update(of=("self",)).get(pk=file_id)
    row.deleted_at = None
    return _save(actor, row, FileRestored(name=row.name), ["deleted_at"])


def _save(actor: Actor, row: StoredFile, event: Event, columns: Mapping[str, Any] | list[str]) -> StoredFile:
    row.version += 1
    row.save(update_fields=[*columns, "version"])
    record_event(event, actor=actor, client_id=row.client_id, about=row)
    return row
