"""REST: customers' files."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Self

from django.http import HttpResponse
from ninja.files import UploadedFile
from ninja.params import functions as sent
from ninja.responses import Status

from doorstep.clients.models import Client
from doorstep.core.rest import ApiRequest, Page, Router, created, if_match, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Id, Input, OneOf, Output, Record, Text
from doorstep.files import actions
from doorstep.files.links import bearer_url
from doorstep.files.models import StoredFile
from doorstep.files.permissions import MANAGE_FILES, VIEW_FILES

router = Router("Files")
routers = [router]
_Kind = Annotated[str, OneOf(StoredFile.Kind)]
_FILE: Any = sent.File(..., description="A picture, PDF, office document, text, sound or film.")
_KIND: Any = sent.Form("", description="Pictures become photos, the rest documents, when it is left out.")
_PLACE: Any = sent.Form(None, description="One of the customer's properties.")
_WORDS: Any = sent.Form("")


class FileOut(Record):
    """A file. `content_type`, `width`, `height` and `pages` are what its content says."""

    path: ClassVar = "/files/{id}"

    customer_id: int
    property_id: int | None
    kind: str
    name: str
    description: str
    content_type: str
    size: int
    sha256: str
    width: int | None
    height: int | None
    pages: int | None
    preview: str
    uploaded_by_id: int | None
    uploaded_at: datetime
    version: int

    @classmethod
    def of(cls, row: StoredFile) -> Self:
        """The answer for a row."""
        names = cls.model_fields.keys() - {"id", "customer_id"}
        return cls(id=row.pk, customer_id=row.client_id, **{name: getattr(row, name) for name in names})


class FileChange(Input):
    """What is left out stays. A name keeps an ending that fits the content."""

    name: Text = LEFT_OUT
    description: Text = LEFT_OUT
    kind: _Kind = LEFT_OUT
    property_id: Id | None = LEFT_OUT


class FileLinkOut(Output):
    """`url`: gives the file to whoever has it, until `expires_at`."""

    url: str
    expires_at: datetime


@router.get("/files", needs=VIEW_FILES, answer=Page[FileOut])
def list_files(
    request: ApiRequest, limit: Limit = 50, cursor: CursorText = "", kind: _Kind | None = None
) -> Page[FileOut]:
    """List the files of all customers, the newest first.

    `kind`: only those.
    """
    return _page(StoredFile.objects.visible_to(request.actor), kind, cursor, limit)


@router.get("/customers/{customer_id}/files", needs=VIEW_FILES, answer=Page[FileOut])
def list_files_of_customer(
    request: ApiRequest,
    customer_id: Id,
    limit: Limit = 50,
    cursor: CursorText = "",
    kind: _Kind | None = None,
) -> Page[FileOut]:
    """List the files of a customer, the newest first.

    `kind`: only those.
    """
    Client.objects.visible_to(request.actor).only("pk").get(pk=customer_id)
    rows = StoredFile.objects.visible_to(request.actor).filter(client_id=customer_id)
    return _page(rows, kind, cursor, limit)


def _page(rows: Any, kind: str | None, cursor: str, limit: int) -> Page[FileOut]:
    wanted = rows.filter(kind=kind) if kind else rows
    return page_of_shapes(FileOut, FileOut.of, wanted, cursor=cursor, limit=limit, newest_first=True)


@router.post("/customers/{customer_id}/files", needs=MANAGE_FILES, answer=FileOut, status=201)
def upload_file(
    request: ApiRequest,
    response: HttpResponse,
    customer_id: Id,
    file: UploadedFile = _FILE,
    kind: Annotated[str, OneOf(StoredFile.Kind, "")] = _KIND,
    property_id: Id | None = _PLACE,
    description: Text = _WORDS,
) -> Status[FileOut]:
    """Add a file to a customer.

    What it is is told by its content; programs, archives, web pages and SVG are refused.
    """
    given = {"kind": kind, "property_id": property_id, "description": description}
    fields: Any = {name: value for name, value in given.items() if value}
    [result] = actions.upload_files(actor=request.actor, client_id=customer_id, files=[file], fields=fields)
    if result.row is None:
        assert result.refused is not None
        raise result.refused
    return created(response, FileOut.of(result.row))


@router.get("/files/{file_id}", needs=VIEW_FILES, answer=FileOut)
def get_file(request: ApiRequest, response: HttpResponse, file_id: Id) -> FileOut:
    """Get what is known about a file."""
    return versioned(response, FileOut.of(StoredFile.objects.visible_to(request.actor).get(pk=file_id)))


@router.get("/files/{file_id}/link", needs=VIEW_FILES, answer=FileLinkOut)
def get_file_link(request: ApiRequest, file_id: Id) -> FileLinkOut:
    """Get a link to download a file, good for ten minutes."""
    row = StoredFile.objects.visible_to(request.actor).get(pk=file_id)
    url, ends = bearer_url(request.actor, row)
    return FileLinkOut(url=url, expires_at=ends)


@router.patch("/files/{file_id}", needs=MANAGE_FILES, answer=FileOut)
def update_file(request: ApiRequest, response: HttpResponse, file_id: Id, payload: FileChange) -> FileOut:
    """Rename, describe, sort or move a file."""
    fields: Any = payload.given()
    row = actions.update_file(actor=request.actor, file_id=file_id, version=if_match(request), fields=fields)
    return versioned(response, FileOut.of(row))


@router.delete("/files/{file_id}", needs=MANAGE_FILES)
def delete_file(request: ApiRequest, file_id: Id) -> Status[None]:
    """Delete a file; it can be restored for 30 days."""
    actions.delete_file(actor=request.actor, file_id=file_id)
    return Status(204, None)


@router.post("/files/{file_id}/restore", needs=MANAGE_FILES, answer=FileOut)
def restore_file(request: ApiRequest, response: HttpResponse, file_id: Id) -> FileOut:
    """Bring a deleted file back."""
    return versioned(response, FileOut.of(actions.restore_file(actor=request.actor, file_id=file_id)))
