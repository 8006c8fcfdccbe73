"""REST: notes about customers."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.rest import ApiRequest, Page, Router, created, if_match, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Id, Input, Record, Text
from doorstep.notes.actions import notes as actions
from doorstep.notes.models import Note
from doorstep.notes.permissions import WRITE_NOTES

router = Router("Notes")


class NoteOut(Record):
    """What the team wrote about a customer. `visible_to_customer`: false for what stays inside."""

    path: ClassVar = "/notes/{id}"

    customer_id: int
    property_id: int | None
    text: str
    pinned: bool
    important: bool
    visible_to_customer: bool
    created_by_id: int | None
    created_at: datetime
    edited_at: datetime | None
    version: int

    @classmethod
    def of(cls, row: Note) -> Self:
        """The answer for a row."""
        names = cls.model_fields.keys() - {"id", "customer_id"}
        return cls(id=row.pk, customer_id=row.client_id, **{name: getattr(row, name) for name in names})


class NoteChange(Input):
    """What is left out stays."""

    text: Text = LEFT_OUT
    property_id: Id | None = LEFT_OUT
    pinned: bool = LEFT_OUT
    important: bool = LEFT_OUT
    visible_to_customer: bool = LEFT_OUT


class NoteIn(NoteChange):
    """Only the team reads it unless `visible_to_customer`; `property_id` is one of the customer's."""

    customer_id: Id
    text: Text


def _fields(payload: NoteChange) -> Any:
    return {name: value for name, value in payload.given().items() if name != "customer_id"}


@router.get("/notes", needs=VIEW_CUSTOMERS, answer=Page[NoteOut])
def list_notes(
    request: ApiRequest, limit: Limit = 50, cursor: CursorText = "", customer_id: Id | None = None
) -> Page[NoteOut]:
    """List notes, the newest first.

    `customer_id`: only those about one customer.
    """
    rows = Note.objects.visible_to(request.actor)
    rows = rows if customer_id is None else rows.filter(client_id=customer_id)
    return page_of_shapes(NoteOut, NoteOut.of, rows, cursor=cursor, limit=limit, newest_first=True)


@router.post("/notes", needs=WRITE_NOTES, answer=NoteOut, status=201)
def create_note(request: ApiRequest, response: HttpResponse, payload: NoteIn) -> Status[NoteOut]:
    """Write a note about a customer."""
    note = actions.add_note(actor=request.actor, client_id=payload.customer_id, fields=_fields(payload))
    return created(response, NoteOut.of(note))


@router.get("/notes/{note_id}", needs=VIEW_CUSTOMERS, answer=NoteOut)
def get_note(request: ApiRequest, response: HttpResponse, note_id: Id) -> NoteOut:
    """Get a note."""
    return versioned(response, NoteOut.of(Note.objects.visible_to(request.actor).get(pk=note_id)))


@router.patch("/notes/{note_id}", needs=WRITE_NOTES, answer=NoteOut)
def update_note(request: ApiRequest, response: HttpResponse, note_id: Id, payload: NoteChange) -> NoteOut:
    """Change a note."""
    note = actions.update_note(
        actor=request.actor, note_id=note_id, version=if_match(request), fields=_fields(payload)
    )
    return versioned(response, NoteOut.of(note))


@router.delete("/notes/{note_id}", needs=WRITE_NOTES)
def delete_note(request: ApiRequest, note_id: Id) -> Status[None]:
    """Delete a note; for 30 days it can be restored."""
    actions.delete_note(actor=request.actor, note_id=note_id)
    return Status(204, None)


@router.post("/notes/{note_id}/restore", needs=WRITE_NOTES, answer=NoteOut)
def restore_note(request: ApiRequest, response: HttpResponse, note_id: Id) -> NoteOut:
    """Bring back a deleted note."""
    return versioned(response, NoteOut.of(actions.restore_note(actor=request.actor, note_id=note_id)))
