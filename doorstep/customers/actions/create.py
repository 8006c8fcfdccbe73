"""Taking in a new customer."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from doorstep.activity.actions import record_event
from doorstep.clients.cards import refresh_figures
from doorstep.clients.inputs import AddressInput, PhoneInput
from doorstep.clients.matching import name_postcode_key
from doorstep.clients.models import Client, ClientTag, Property
from doorstep.clients.phones import read_phones, set_phones
from doorstep.clients.search_text import refresh_search
from doorstep.customers.events import CustomerCreated
from doorstep.customers.fields import (
    CLIENT_FIELDS,
    CUSTOMER_FIELDS,
    CustomerFields,
    check_names,
    clean_fields,
    display_name,
)
from doorstep.customers.models import Customer, CustomerType
from doorstep.customers.permissions import MANAGE_CUSTOMERS
from doorstep.identity.actor import Actor
from doorstep.vocabulary.custom import CustomFields
from doorstep.vocabulary.models import Tag


@transaction.atomic
def create_customer(
    *,
    actor: Actor,
    fields: CustomerFields,
    phones: Sequence[PhoneInput] = (),
    address: AddressInput | None = None,
    tag_ids: Iterable[int] = (),
    custom: Mapping[str, Any] | None = None,
) -> Customer:
    """Create a client with its customer side; `address` becomes the first, primary property.

    `fields` must name `type_id` and, by the type's kind, `last_name` or `company_name`. The creator is the
    assigned member unless `assigned_to_id` is given. Raises PermissionDenied; RuleBroken with the field.
    """
    actor.require(MANAGE_CUSTOMERS)
    values = clean_fields(actor, {"type_id": None, **fields})
    values.setdefault("assigned_to_id", actor.membership_id)
    customer_type = CustomerType.objects.visible_to(actor).get(pk=values["type_id"])
    check_names(customer_type.kind, values)
    place = address.columns(actor.workspace.country) if address else None
    client = _create_client(actor, customer_type.kind, values, place, custom or {})
    customer = Customer.objects.create(
        workspace=actor.workspace,
        client=client,
        **{name: values[name] for name in values.keys() & CUSTOMER_FIELDS},
    )
    if place:
        Property.objects.create(workspace=actor.workspace, client=client, is_primary=True, **place)
    set_phones(client=client, rows=read_phones(actor.workspace, phones))
    tags = Tag.objects.visible_to(actor).filter(pk__in=list(tag_ids))
    ClientTag.objects.bulk_create(
        ClientTag(workspace=actor.workspace, client=client, tag=tag) for tag in tags
    )
    refresh_search(workspace=actor.workspace, client_ids=[client.pk])
    refresh_figures(workspace=actor.workspace, client_ids=[client.pk], sources=("clients", "customers"))
    record_event(CustomerCreated(name=client.name), actor=actor, client_id=client.pk, about=customer)
    return customer


def _create_client(
    actor: Actor,
    kind: str,
    values: Mapping[str, Any],
    place: Mapping[str, str] | None,
    custom: Mapping[str, Any],
) -> Client:
    name = display_name(kind, values)
    return Client.objects.create(
        workspace=actor.workspace,
        kind=kind,
        name=name,
        email_key=values.get("email_key", ""),
        name_postcode_key=name_postcode_key(name, place["country"], place["postcode"]) if place else "",
        custom=CustomFields(actor.workspace).clean(custom),
        created_by_id=actor.membership_id,
        **{field: values[field] for field in values.keys() & CLIENT_FIELDS},
    )
