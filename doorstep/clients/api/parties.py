"""REST: who owned, occupied, let or paid for a property, and when."""

from datetime import date
from typing import Annotated, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.clients.actions import parties as actions
from doorstep.clients.models import Property, PropertyParty
from doorstep.clients.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.core.rest import ApiRequest, Page, Router, created, unchanged, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Day, Id, Input, OneOf, Record, Text

router = Router("Parties")


class PartyOut(Record):
    """Who has a role at a property: a customer (`party_id`), or who `name`, `phone`, `email` say."""

    path: ClassVar = "/parties/{id}"

    property_id: int
    role: str
    party_id: int | None
    name: str
    phone: str
    email: str
    from_on: date | None
    to_on: date | None

    @classmethod
    def of(cls, row: PropertyParty) -> Self:
        """The answer for a row."""
        return cls(id=row.pk, **{name: getattr(row, name) for name in cls.model_fields.keys() - {"id"}})


class PartyIn(Input):
    """Without `to_on` it holds from `from_on` (today) on and ends who had the role before."""

    role: Annotated[str, OneOf(PropertyParty.Role)]
    party_id: Id | None = None
    name: Text = ""
    phone: Text = ""
    email: Text = ""
    from_on: Day | None = None
    to_on: Day | None = None


class PartyChange(Input):
    """What is left out stays."""

    party_id: Id | None = LEFT_OUT
    name: Text = LEFT_OUT
    phone: Text = LEFT_OUT
    email: Text = LEFT_OUT
    from_on: Day | None = LEFT_OUT
    to_on: Day | None = LEFT_OUT


class PartyEnd(Input):
    """`on`: the last day."""

    on: Day


@router.get("/properties/{property_id}/parties", needs=VIEW_CUSTOMERS, answer=Page[PartyOut])
def list_parties(
    request: ApiRequest, property_id: Id, limit: Limit = 50, cursor: CursorText = ""
) -> Page[PartyOut]:
    """List who has and had to do with a property."""
    Property.objects.visible_to(request.actor).only("pk").get(pk=property_id)
    rows = PropertyParty.objects.visible_to(request.actor).filter(property_id=property_id)
    return page_of_shapes(PartyOut, PartyOut.of, rows, cursor=cursor, limit=limit)


@router.post("/properties/{property_id}/parties", needs=MANAGE_CUSTOMERS, answer=PartyOut, status=201)
def create_party(
    request: ApiRequest, response: HttpResponse, property_id: Id, payload: PartyIn
) -> Status[PartyOut]:
    """Say who is the owner, occupier, landlord or payer of a property."""
    row = actions.add_party(actor=request.actor, property_id=property_id, **payload.model_dump())
    return created(response, PartyOut.of(row))


@router.get("/parties/{party_row_id}", needs=VIEW_CUSTOMERS, answer=PartyOut)
def get_party(request: ApiRequest, response: HttpResponse, party_row_id: Id) -> PartyOut:
    """Get one party of a property."""
    row = PropertyParty.objects.visible_to(request.actor).get(pk=party_row_id)
    return versioned(response, PartyOut.of(row))


@router.patch("/parties/{party_row_id}", needs=MANAGE_CUSTOMERS, answer=PartyOut)
def update_party(
    request: ApiRequest, response: HttpResponse, party_row_id: Id, payload: PartyChange
) -> PartyOut:
    """Correct a party of a property; its role stays."""
    rows = PropertyParty.objects.visible_to(request.actor)
    with unchanged(request, rows, party_row_id, PartyOut, payload):
        row = actions.update_party(actor=request.actor, party_row_id=party_row_id, **payload.given())
    return versioned(response, PartyOut.of(row))


@router.post(
    "/parties/{party_row_id}/end", needs=MANAGE_CUSTOMERS, answer=PartyOut, field_paths={"to_on": "on"}
)
def end_party(request: ApiRequest, response: HttpResponse, party_row_id: Id, payload: PartyEnd) -> PartyOut:
    """Give a party its last day."""
    row = actions.end_party(actor=request.actor, party_row_id=party_row_id, on=payload.on)
    return versioned(response, PartyOut.of(row))


@router.delete("/parties/{party_row_id}", needs=MANAGE_CUSTOMERS)
def delete_party(request: ApiRequest, party_row_id: Id) -> Status[None]:
    """Remove a party that was a mistake."""
    actions.delete_party(actor=request.actor, party_row_id=party_row_id)
    return Status(204, None)
