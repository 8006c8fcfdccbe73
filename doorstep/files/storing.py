"""Where the bytes are: the storage of uploads, outside of anything that a web server shows.

An upload's stored name is random and has no ending: `uploads/<workspace>/<year-month>/<random>`. Its previews
lie beside it. The workspace's folder holds the moment it was made, so that another database which shares the
storage by mistake never takes our files for its own.
"""

import hashlib
import secrets
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.utils import timezone

from doorstep.identity.models import Workspace

ROOT = "uploads"
PREVIEW, THUMBNAIL = ".preview.webp", ".thumbnail.webp"


def uploads() -> Storage:
    """The storage (settings.STORAGES): a folder or an S3 bucket."""
    return storages["uploads"]


def folder_of(workspace: Workspace) -> str:
    """The workspace's own folder."""
    mark = hashlib.sha256(f"{workspace.pk} {workspace.created_at.isoformat()}".encode()).hexdigest()[:10]
    return f"{ROOT}/{workspace.pk}-{mark}"


def keep(workspace: Workspace, content: "File[Any]") -> str:
    """Store an upload under a new random name, which is returned."""
    month = timezone.now().strftime("%Y-%m")
    content.seek(0)
    return uploads().save(f"{folder_of(workspace)}/{month}/{secrets.token_hex(20)}", content)


def keep_drawn(stored: str, ending: str, content: bytes) -> None:
    """Store a preview of the upload `stored`, in place of the one before."""
    uploads().delete(stored + ending)
    uploads().save(stored + ending, ContentFile(content))


def remove(stored: str) -> None:
    """Delete an upload's bytes with its previews; what is gone already does not matter."""
    for ending in (PREVIEW, THUMBNAIL, ""):
        uploads().delete(stored + ending)


def try_out() -> None:
    """Write, read and delete a small object. Raises whatever the storage's client raises."""
    name = uploads().save(f"{ROOT}/doctor-{secrets.token_hex(8)}", ContentFile(b"doctor"))
    with uploads().open(name) as file:
        if file.read() != b"doctor":
            raise OSError("what was written is not what is read")
    uploads().delete(name)
