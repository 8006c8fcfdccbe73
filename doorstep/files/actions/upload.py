"""Taking files in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.clients.models import Client
from doorstep.core.errors import RuleBroken
from doorstep.files import storing
from doorstep.files.contents import Draws, Inspected, inspect
from doorstep.files.events import FileUploaded
from doorstep.files.fields import FileFields, clean_fields
from doorstep.files.models import StoredFile
from doorstep.files.naming import clean_name, fitting_name
from doorstep.files.permissions import MANAGE_FILES
from doorstep.files.queries import bytes_of
from doorstep.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of one file: a row, or the rule that refused it. `name`: as it was sent, cleaned."""

    name: str
    row: StoredFile | None = None
    refused: RuleBroken | None = None


def upload_files(
    *, actor: Actor, client_id: int, files: "Sequence[File[bytes]]", fields: FileFields | None = None
) -> list[Upload]:
    """Keep files for a client, each on its own: one that is refused does not lose the others.

    `fields` are for all of them; without a kind, pictures become photos and the rest documents. Previews are
    made in the background. Raises PermissionDenied; Client.DoesNotExist, also when not visible to the actor;
    RuleBroken for `fields`. What is wrong with a file is in its own result.
    """
    actor.require(MANAGE_FILES)
    Client.objects.visible_to(actor).only("pk").get(pk=client_id)
    values = clean_fields(actor, client_id, {k: v for k, v in (fields or {}).items() if k != "name"})
    return [_upload(actor, client_id, file, values) for file in files]


def _upload(actor: Actor, client_id: int, file: "File[bytes]", values: Mapping[str, Any]) -> Upload:
    name = str(file.name or "")
    try:
        return Upload(clean_name(name), _keep(actor, client_id, file, values))
    except RuleBroken as refused:
        return Upload(clean_name(name) or _("file"), refused=refused)


def _keep(actor: Actor, client_id: int, file: "File[bytes]", values: Mapping[str, Any]) -> StoredFile:
    # Reading and storing take time, so they come first: on SQLite a transaction keeps all writers waiting.
    found = inspect(file)
    stored = storing.keep(actor.workspace, file)
    try:
        return _enter(actor, client_id, stored, fitting_name(str(file.name or ""), found.type), found, values)
    except BaseException:
        storing.remove(stored)
        raise


@transaction.atomic
def _enter(
    actor: Actor, client_id: int, stored: str, name: str, found: Inspected, values: Mapping[str, Any]
) -> StoredFile:
    client = Client.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=client_id)
    # Lock first, add up second: two uploads at once must not both find room.
    if bytes_of(client_id) + found.size > settings.FILE_MOST_BYTES_OF_CUSTOMER:
        raise RuleBroken(
            _("There is no more room for this customer's files. Delete some first."), field="file"
        )
    is_picture = found.type.draws == Draws.PICTURE
    row = StoredFile.objects.create(
        **{
            "kind": StoredFile.Kind.PHOTO if is_picture else StoredFile.Kind.DOCUMENT,
            **values,
            "workspace": actor.workspace,
            "client": client,
            "name": name,
            "stored": stored,
            "size": found.size,
            "content_type": found.type.content_type,
            "sha256": found.sha256,
            "width": found.width,
            "height": found.height,
            "preview": StoredFile.Preview.PENDING if found.type.draws else StoredFile.Preview.NONE,
            "uploaded_by_id": actor.membership_id,
        }
    )
    told = FileUploaded(name=row.name, size=row.size, content_type=row.content_type)
    record_event(told, actor=actor, client_id=client_id, about=row)
    return row
