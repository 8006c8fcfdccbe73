"""REST: sources, where customers come from."""

from datetime import datetime
from typing import ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.rest import ApiRequest, Page, Router, created, unchanged, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import Id, Input, Record, Text
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.actions import sources as actions
from doorstep.vocabulary.models import Source

router = Router("Sources")


class SourceOut(Record):
    """Where customers come from. An archived one is offered no more; who has it keeps it."""

    path: ClassVar = "/sources/{id}"

    name: str
    position: int
    archived_at: datetime | None

    @classmethod
    def of(cls, row: Source) -> Self:
        """The answer for a row."""
        return cls(id=row.pk, name=row.name, position=row.position, archived_at=row.archived_at)


class SourceIn(Input):
    """A source."""

    name: Text


@router.get("/sources", needs=VIEW_CUSTOMERS, answer=Page[SourceOut])
def list_sources(request: ApiRequest, limit: Limit = 50, cursor: CursorText = "") -> Page[SourceOut]:
    """List the sources, archived ones too."""
    rows = Source.objects.visible_to(request.actor)
    return page_of_shapes(SourceOut, SourceOut.of, rows, cursor=cursor, limit=limit)


@router.post("/sources", needs=MANAGE_SETTINGS, answer=SourceOut, status=201)
def create_source(request: ApiRequest, response: HttpResponse, payload: SourceIn) -> Status[SourceOut]:
    """Create a source, last in the order."""
    return created(response, SourceOut.of(actions.create_source(actor=request.actor, name=payload.name)))


@router.get("/sources/{source_id}", needs=VIEW_CUSTOMERS, answer=SourceOut)
def get_source(request: ApiRequest, response: HttpResponse, source_id: Id) -> SourceOut:
    """Get a source."""
    return versioned(response, SourceOut.of(Source.objects.visible_to(request.actor).get(pk=source_id)))


@router.patch("/sources/{source_id}", needs=MANAGE_SETTINGS, answer=SourceOut)
def update_source(request: ApiRequest, response: HttpResponse, source_id: Id, payload: SourceIn) -> SourceOut:
    """Rename a source, for everybody who has it."""
    with unchanged(request, Source.objects.visible_to(request.actor), source_id, SourceOut, payload):
        source = actions.rename_source(actor=request.actor, source_id=source_id, name=payload.name)
    return versioned(response, SourceOut.of(source))


@router.post("/sources/{source_id}/archive", needs=MANAGE_SETTINGS, answer=SourceOut)
def archive_source(request: ApiRequest, response: HttpResponse, source_id: Id) -> SourceOut:
    """Offer a source no more."""
    return versioned(response, SourceOut.of(actions.archive_source(actor=request.actor, source_id=source_id)))


@router.post("/sources/{source_id}/restore", needs=MANAGE_SETTINGS, answer=SourceOut)
def restore_source(request: ApiRequest, response: HttpResponse, source_id: Id) -> SourceOut:
    """Offer an archived source again."""
    return versioned(response, SourceOut.of(actions.restore_source(actor=request.actor, source_id=source_id)))
