"""REST: customer types."""

from datetime import datetime
from typing import Annotated, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.clients.models import Client
from doorstep.core.rest import ApiRequest, Page, Router, created, unchanged, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Id, Input, OneOf, Record, Text
from doorstep.customers.actions import types as actions
from doorstep.customers.models import CustomerType
from doorstep.customers.permissions import VIEW_CUSTOMERS
from doorstep.identity.permissions import MANAGE_SETTINGS

router = Router("Customer types")
_Kind = Annotated[str, OneOf(Client.Kind)]


class CustomerTypeOut(Record):
    """Residential, Commercial, …: `kind` says whether its customers are people or companies."""

    path: ClassVar = "/customer-types/{id}"

    name: str
    kind: str
    position: int
    archived_at: datetime | None

    @classmethod
    def of(cls, row: CustomerType) -> Self:
        """The answer for a row."""
        return cls(id=row.pk, **{name: getattr(row, name) for name in cls.model_fields.keys() - {"id"}})


class CustomerTypeIn(Input):
    """A type of customer."""

    name: Text
    kind: _Kind


class CustomerTypeChange(Input):
    """What is left out stays. The kind can change as long as no customer is of the type."""

    name: Text = LEFT_OUT
    kind: _Kind = LEFT_OUT


@router.get("/customer-types", needs=VIEW_CUSTOMERS, answer=Page[CustomerTypeOut])
def list_customer_types(
    request: ApiRequest, limit: Limit = 50, cursor: CursorText = ""
) -> Page[CustomerTypeOut]:
    """List the customer types, archived ones too."""
    rows = CustomerType.objects.visible_to(request.actor)
    return page_of_shapes(CustomerTypeOut, CustomerTypeOut.of, rows, cursor=cursor, limit=limit)


@router.post("/customer-types", needs=MANAGE_SETTINGS, answer=CustomerTypeOut, status=201)
def create_customer_type(
    request: ApiRequest, response: HttpResponse, payload: CustomerTypeIn
) -> Status[CustomerTypeOut]:
    """Create a customer type, last in the order."""
    row = actions.create_type(actor=request.actor, name=payload.name, kind=payload.kind)
    return created(response, CustomerTypeOut.of(row))


@router.get("/customer-types/{type_id}", needs=VIEW_CUSTOMERS, answer=CustomerTypeOut)
def get_customer_type(request: ApiRequest, response: HttpResponse, type_id: Id) -> CustomerTypeOut:
    """Get a customer type."""
    row = CustomerType.objects.visible_to(request.actor).get(pk=type_id)
    return versioned(response, CustomerTypeOut.of(row))


@router.patch("/customer-types/{type_id}", needs=MANAGE_SETTINGS, answer=CustomerTypeOut)
def update_customer_type(
    request: ApiRequest, response: HttpResponse, type_id: Id, payload: CustomerTypeChange
) -> CustomerTypeOut:
    """Rename a customer type or change its kind."""
    rows = CustomerType.objects.visible_to(request.actor)
    with unchanged(request, rows, type_id, CustomerTypeOut, payload):
        row = actions.update_type(actor=request.actor, type_id=type_id, **payload.given())
    return versioned(response, CustomerTypeOut.of(row))


@router.post("/customer-types/{type_id}/archive", needs=MANAGE_SETTINGS, answer=CustomerTypeOut)
def archive_customer_type(request: ApiRequest, response: HttpResponse, type_id: Id) -> CustomerTypeOut:
    """Offer a customer type no more; who has it keeps it."""
    row = actions.archive_type(actor=request.actor, type_id=type_id)
    return versioned(response, CustomerTypeOut.of(row))


@router.post("/customer-types/{type_id}/restore", needs=MANAGE_SETTINGS, answer=CustomerTypeOut)
def restore_customer_type(request: ApiRequest, response: HttpResponse, type_id: Id) -> CustomerTypeOut:
    """Offer an archived customer type again."""
    row = actions.restore_type(actor=request.actor, type_id=type_id)
    return versioned(response, CustomerTypeOut.of(row))
