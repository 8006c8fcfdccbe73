"""Files for tests, made through the actions. Every default can be seen here."""

from typing import Any

from doorstep.files.actions import upload_files
from doorstep.files.models import StoredFile
from doorstep.files.tests.samples import picture, upload
from doorstep.identity.actor import Actor


def make_file(
    actor: Actor, client_id: int, content: bytes | None = None, name: str = "roof.jpg", **fields: Any
) -> StoredFile:
    """A photo of a client, unless other content is given."""
    file = upload(picture() if content is None else content, name)
    [result] = upload_files(actor=actor, client_id=client_id, files=[file], fields=fields)
    if result.row is None:
        raise result.refused
    return result.row
