"""Customers for tests, made through the actions. Every default can be seen here."""

from itertools import count
from typing import Any

from doorstep.clients.inputs import AddressInput, PhoneInput
from doorstep.customers.actions.create import create_customer
from doorstep.customers.models import Customer, CustomerType
from doorstep.identity.actor import Actor
from doorstep.identity.models import Workspace
from doorstep.vocabulary.models import Source, Tag

_number = count(1)


def make_type(workspace: Workspace, name: str = "Residential", kind: str = "person") -> CustomerType:
    return CustomerType.objects.get_or_create(workspace=workspace, name=name, defaults={"kind": kind})[0]


def make_tag(workspace: Workspace, name: str = "VIP", colour: str = "purple") -> Tag:
    return Tag.objects.get_or_create(workspace=workspace, name=name, defaults={"colour": colour})[0]


def make_source(workspace: Workspace, name: str = "Google") -> Source:
    return Source.objects.get_or_create(workspace=workspace, name=name)[0]


def make_customer(
    actor: Actor,
    *,
    first_name: str = "Jane",
    last_name: str = "",
    company_name: str = "",
    phones: tuple[str, ...] = (),
    line1: str = "12 Elm Street",
    town: str = "Denver",
    county: str = "CO",
    postcode: str = "80202",
    tags: tuple[str, ...] = (),
    custom: dict[str, Any] | None = None,
    **fields: Any,
) -> Customer:
    """A residential customer, or a commercial one when `company_name` is given."""
    kind = ("Commercial", "company") if company_name else ("Residential", "person")
    fields.setdefault("type_id", make_type(actor.workspace, *kind).pk)
    return create_customer(
        actor=actor,
        fields={
            "first_name": first_name,
            "last_name": last_name or f"Smith{next(_number)}",
            "company_name": company_name,
            **fields,
        },
        phones=[PhoneInput(typed=typed) for typed in phones],
        address=AddressInput(line1=line1, town=town, county=county, postcode=postcode) if line1 else None,
        tag_ids=[make_tag(actor.workspace, name).pk for name in tags],
        custom=custom,
    )
