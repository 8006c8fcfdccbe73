"""REST: properties, the places where work happens."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.clients.actions import properties as actions
from doorstep.clients.models import Client, Property
from doorstep.clients.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.clients.shapes import AddressIn, AddressOut, changed_address
from doorstep.core.rest import ApiRequest, Page, Router, created, if_match, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Country, Custom, Id, Input, Record, Text

router = Router("Properties")
_OWN = ("vacant", "dormant", "building_type", "access_notes", "external_id")


class PropertyOut(Record, AddressOut):
    """A property. The primary one is its customer's own address. `custom`: values by field key."""

    path: ClassVar = "/properties/{id}"

    customer_id: int
    is_primary: bool
    vacant: bool
    dormant: bool
    building_type: str
    access_notes: str
    external_id: str
    latitude: float | None
    longitude: float | None
    custom: dict[str, Any]
    created_at: datetime
    version: int

    @classmethod
    def of(cls, place: Property) -> Self:
        """The answer for a row."""
        names = cls.model_fields.keys() - {"id", "customer_id"}
        values = {name: getattr(place, name) for name in names}
        return cls(id=place.pk, customer_id=place.client_id, **values)


class PropertyIn(AddressIn):
    """A place of a customer."""

    vacant: bool = False
    dormant: bool = False
    building_type: Text = ""
    access_notes: Text = ""
    external_id: Text = ""
    custom: Custom = {}


class PropertyChange(Input):
    """What is left out stays; of `custom` only the keys given change."""

    line1: Text = LEFT_OUT
    line2: Text = LEFT_OUT
    line3: Text = LEFT_OUT
    town: Text = LEFT_OUT
    county: Text = LEFT_OUT
    postcode: Text = LEFT_OUT
    country: Country = LEFT_OUT
    label: Text = LEFT_OUT
    vacant: bool = LEFT_OUT
    dormant: bool = LEFT_OUT
    building_type: Text = LEFT_OUT
    access_notes: Text = LEFT_OUT
    external_id: Text = LEFT_OUT
    custom: Custom = LEFT_OUT


def _own(given: dict[str, Any]) -> Any:
    return {name: given[name] for name in _OWN if name in given}


@router.get("/properties", needs=VIEW_CUSTOMERS, answer=Page[PropertyOut])
def list_properties(
    request: ApiRequest, limit: Limit = 50, cursor: CursorText = "", external_id: Text = ""
) -> Page[PropertyOut]:
    """List the properties of all customers.

    `external_id`: only those with this reference in another system.
    """
    rows = Property.objects.visible_to(request.actor)
    rows = rows.filter(external_id=external_id) if external_id else rows
    return page_of_shapes(PropertyOut, PropertyOut.of, rows, cursor=cursor, limit=limit)


@router.get("/customers/{customer_id}/properties", needs=VIEW_CUSTOMERS, answer=Page[PropertyOut])
def list_properties_of_customer(
    request: ApiRequest, customer_id: Id, limit: Limit = 50, cursor: CursorText = ""
) -> Page[PropertyOut]:
    """List the properties of a customer."""
    Client.objects.visible_to(request.actor).only("pk").get(pk=customer_id)
    rows = Property.objects.visible_to(request.actor).filter(client_id=customer_id)
    return page_of_shapes(PropertyOut, PropertyOut.of, rows, cursor=cursor, limit=limit)


@router.post("/customers/{customer_id}/properties", needs=MANAGE_CUSTOMERS, answer=PropertyOut, status=201)
def create_property(
    request: ApiRequest, response: HttpResponse, customer_id: Id, payload: PropertyIn
) -> Status[PropertyOut]:
    """Add a property to a customer.

    A customer's first property is its primary one.
    """
    place = actions.add_property(
        actor=request.actor,
        client_id=customer_id,
        address=payload.read(),
        fields=_own(payload.model_dump()),
        custom=payload.custom,
    )
    return created(response, PropertyOut.of(place))


@router.get("/properties/{property_id}", needs=VIEW_CUSTOMERS, answer=PropertyOut)
def get_property(request: ApiRequest, response: HttpResponse, property_id: Id) -> PropertyOut:
    """Get a property."""
    place = Property.objects.visible_to(request.actor).get(pk=property_id)
    return versioned(response, PropertyOut.of(place))


@router.patch("/properties/{property_id}", needs=MANAGE_CUSTOMERS, answer=PropertyOut)
def update_property(
    request: ApiRequest, response: HttpResponse, property_id: Id, payload: PropertyChange
) -> PropertyOut:
    """Change a property."""
    version, given = if_match(request), payload.given()
    place = actions.update_property(
        actor=request.actor,
        property_id=property_id,
        version=version,
        address=changed_address(Property.objects.visible_to(request.actor).get(pk=property_id), given),
        fields=_own(given),
        custom=given.get("custom"),
    )
    return versioned(response, PropertyOut.of(place))


@router.post("/properties/{property_id}/primary", needs=MANAGE_CUSTOMERS, answer=PropertyOut)
def make_property_primary(request: ApiRequest, response: HttpResponse, property_id: Id) -> PropertyOut:
    """Make a property its customer's own address."""
    place = actions.make_primary(actor=request.actor, property_id=property_id)
    return versioned(response, PropertyOut.of(place))


@router.delete("/properties/{property_id}", needs=MANAGE_CUSTOMERS)
def delete_property(request: ApiRequest, property_id: Id) -> Status[None]:
    """Remove a property.

    One that jobs or invoices refer to stays: mark it as dormant instead.
    """
    actions.delete_property(actor=request.actor, property_id=property_id)
    return Status(204, None)
