"""REST: the people to talk to at a customer."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.clients.actions import contacts as actions
from doorstep.clients.models import Client, Contact
from doorstep.clients.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.clients.shapes import Phones, phone_out, read_phones
from doorstep.core.rest import ApiRequest, Page, Router, created, if_match, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Id, Input, OneOf, PhoneOut, Record, Text

router = Router("Contacts")
_Role = Annotated[str, OneOf(Contact.Role)]


class ContactOut(Record):
    """A person to talk to, with numbers and preferences of their own."""

    path: ClassVar = "/contacts/{id}"

    customer_id: int
    title: str
    first_name: str
    last_name: str
    position: str
    role: str
    email: str
    phones: list[PhoneOut]
    is_primary: bool
    accepts_email: bool
    accepts_sms: bool
    accepts_calls: bool
    created_at: datetime
    version: int

    @classmethod
    def of(cls, row: Contact) -> Self:
        """The answer for a row with its phones."""
        names = cls.model_fields.keys() - {"id", "customer_id", "phones"}
        return cls(
            id=row.pk,
            customer_id=row.client_id,
            phones=[phone_out(phone) for phone in row.phones.all()],
            **{name: getattr(row, name) for name in names},
        )


class ContactIn(Input):
    """A preference that is left out is ticked when there is an address or number for it."""

    last_name: Text
    title: Text = ""
    first_name: Text = ""
    position: Text = ""
    role: _Role = "general"
    email: Text = ""
    phones: Phones = []
    is_primary: bool = False
    accepts_email: bool = LEFT_OUT
    accepts_sms: bool = LEFT_OUT
    accepts_calls: bool = LEFT_OUT


class ContactChange(Input):
    """What is left out stays; `phones` replace all there are."""

    last_name: Text = LEFT_OUT
    title: Text = LEFT_OUT
    first_name: Text = LEFT_OUT
    position: Text = LEFT_OUT
    role: _Role = LEFT_OUT
    email: Text = LEFT_OUT
    phones: Phones = LEFT_OUT
    is_primary: bool = LEFT_OUT
    accepts_email: bool = LEFT_OUT
    accepts_sms: bool = LEFT_OUT
    accepts_calls: bool = LEFT_OUT


def _rows(request: ApiRequest) -> Any:
    return Contact.objects.visible_to(request.actor).prefetch_related("phones")


def _fields(payload: ContactIn | ContactChange) -> Any:
    return {name: value for name, value in payload.given().items() if name != "phones"}


@router.get("/contacts", needs=VIEW_CUSTOMERS, answer=Page[ContactOut])
def list_contacts(request: ApiRequest, limit: Limit = 50, cursor: CursorText = "") -> Page[ContactOut]:
    """List the contacts of all customers."""
    return page_of_shapes(ContactOut, ContactOut.of, _rows(request), cursor=cursor, limit=limit)


@router.get("/customers/{customer_id}/contacts", needs=VIEW_CUSTOMERS, answer=Page[ContactOut])
def list_contacts_of_customer(
    request: ApiRequest, customer_id: Id, limit: Limit = 50, cursor: CursorText = ""
) -> Page[ContactOut]:
    """List the contacts of a customer."""
    Client.objects.visible_to(request.actor).only("pk").get(pk=customer_id)
    rows = _rows(request).filter(client_id=customer_id)
    return page_of_shapes(ContactOut, ContactOut.of, rows, cursor=cursor, limit=limit)


@router.post("/customers/{customer_id}/contacts", needs=MANAGE_CUSTOMERS, answer=ContactOut, status=201)
def create_contact(
    request: ApiRequest, response: HttpResponse, customer_id: Id, payload: ContactIn
) -> Status[ContactOut]:
    """Add a contact to a customer."""
    contact = actions.add_contact(
        actor=request.actor,
        client_id=customer_id,
        fields=_fields(payload),
        phones=read_phones(payload.phones) or (),
    )
    return created(response, ContactOut.of(contact))


@router.get("/contacts/{contact_id}", needs=VIEW_CUSTOMERS, answer=ContactOut)
def get_contact(request: ApiRequest, response: HttpResponse, contact_id: Id) -> ContactOut:
    """Get a contact."""
    return versioned(response, ContactOut.of(_rows(request).get(pk=contact_id)))


@router.patch("/contacts/{contact_id}", needs=MANAGE_CUSTOMERS, answer=ContactOut)
def update_contact(
    request: ApiRequest, response: HttpResponse, contact_id: Id, payload: ContactChange
) -> ContactOut:
    """Change a contact."""
    contact = actions.update_contact(
        actor=request.actor,
        contact_id=contact_id,
        version=if_match(request),
        fields=_fields(payload),
        phones=read_phones(payload.phones),
    )
    return versioned(response, ContactOut.of(contact))


@router.delete("/contacts/{contact_id}", needs=MANAGE_CUSTOMERS)
def delete_contact(request: ApiRequest, contact_id: Id) -> Status[None]:
    """Remove a contact with its numbers."""
    actions.delete_contact(actor=request.actor, contact_id=contact_id)
    return Status(204, None)
