"""Editing one customer, without overwriting what somebody else saved meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.clients.cards import refresh_figures
from doorstep.clients.inputs import PhoneInput
from doorstep.clients.matching import name_postcode_key
from doorstep.clients.models import Client, ClientTag, Property
from doorstep.clients.phones import read_phones, set_phones
from doorstep.clients.search_text import refresh_search
from doorstep.core.errors import StaleVersion
from doorstep.customers.events import CustomerUpdated
from doorstep.customers.fields import (
    CLIENT_FIELDS,
    CUSTOMER_FIELDS,
    CustomerFields,
    check_names,
    clean_fields,
    display_name,
)
from doorstep.customers.models import Customer
from doorstep.customers.permissions import MANAGE_CUSTOMERS
from doorstep.identity.actor import Actor
from doorstep.vocabulary.custom import CustomFields
from doorstep.vocabulary.models import Tag

Changes = dict[str, list[Any]]


@transaction.atomic
def update_customer(
    *,
    actor: Actor,
    customer_id: int,
    version: int,
    fields: CustomerFields | None = None,
    phones: Sequence[PhoneInput] | None = None,
    tag_ids: Iterable[int] | None = None,
    custom: Mapping[str, Any] | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Customer:
    """Change the given things of a customer; what is None or absent stays.

    `version`: of the record the editor was looking at; `seen`: the values of `fields` it showed. When
    somebody saved in between, fields that only one of the two changed are merged; the rest raise StaleVersion
    with {field: {"mine", "theirs"}}. `custom`: only the keys given change. Raises also PermissionDenied,
    Customer.DoesNotExist, RuleBroken.
    """
    actor.require(MANAGE_CUSTOMERS)
    client = Client.objects.visible_to(actor).select_for_update().get(pk=customer_id)
    customer = Customer.objects.visible_to(actor).select_related("type").get(pk=customer_id)
    customer.client = client
    values = clean_fields(actor, fields or {})
    if version != client.version:
        values = _merge(customer, values, seen)
    changes = _apply(customer, values)
    changes |= _apply_custom(actor, client, custom)
    if phones is not None and set_phones(client=client, rows=read_phones(actor.workspace, phones)):
        changes["phones"] = [None, [phone.typed for phone in phones]]
    changes |= _apply_tags(actor, client, tag_ids)
    if changes:
        _save(actor, customer, changes)
    return customer


def _current(customer: Customer, name: str) -> Any:
    return getattr(customer.client if name in CLIENT_FIELDS else customer, name)


def _merge(customer: Customer, values: Mapping[str, Any], seen: Mapping[str, Any] | None) -> dict[str, Any]:
    """The part of `values` that the editor really changed; clashes with what is stored now are raised."""
    mine: dict[str, Any] = {}
    clashes: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        if name == "email_key":
            continue
        stored = _current(customer, name)
        if value == stored or (seen is not None and name in seen and seen[name] == value):
            continue
        if seen is not None and name in seen and seen[name] == stored:
            mine[name] = value
        else:
            clashes[name] = {"mine": value, "theirs": stored}
    if clashes:
        raise StaleVersion(
            _("Somebody else changed this while you were editing. Choose which value to keep."),
            details={"fields": clashes, "version": customer.client.version},
        )
    if "email" in mine:
        mine["email_key"] = values["email_key"]
    return mine


def _apply(customer: Customer, values: Mapping[str, Any]) -> Changes:
    changes: Changes = {}
    for name in values.keys() & (CLIENT_FIELDS | CUSTOMER_FIELDS):
        row = customer.client if name in CLIENT_FIELDS else customer
        if getattr(row, name) != values[name]:
            changes[name] = [getattr(row, name), values[name]]
            setattr(row, name, values[name])
    if "email" in changes:
        customer.client.email_key = values["email_key"]
    if changes:
        client, kind = customer.client, customer.type.kind
        names = {name: getattr(client, name) for name in ("first_name", "last_name", "company_name")}
        check_names(kind, names)
        client.kind, client.name = kind, display_name(kind, names)
    return changes


def _apply_custom(actor: Actor, client: Client, custom: Mapping[str, Any] | None) -> Changes:
    if custom is None:
        return {}
    given = CustomFields(actor.workspace).clean(custom, check_required=False)
    merged = {**client.custom, **given}
    for key in custom.keys() - given.keys():
        merged.pop(key, None)  # emptied
    changes = {
        f"custom.{key}": [client.custom.get(key), merged.get(key)]
        for key in custom
        if client.custom.get(key) != merged.get(key)
    }
    client.custom = merged
    return changes


def _apply_tags(actor: Actor, client: Client, tag_ids: Iterable[int] | None) -> Changes:
    if tag_ids is None:
        return {}
    stored = {row.tag_id: row for row in ClientTag.objects.filter(client=client).select_related("tag")}
    wanted = {tag.pk: tag for tag in Tag.objects.visible_to(actor).filter(pk__in=list(tag_ids))}
    if stored.keys() == wanted.keys():
        return {}
    ClientTag.objects.filter(client=client, tag_id__in=stored.keys() - wanted.keys()).delete()
    ClientTag.objects.bulk_create(
        ClientTag(workspace=actor.workspace, client=client, tag_id=tag_id)
        for tag_id in wanted.keys() - stored.keys()
    )
    return {
        "tags": [sorted(row.tag.name for row in stored.values()), sorted(tag.name for tag in wanted.values())]
    }


def _save(actor: Actor, customer: Customer, changes: Changes) -> None:
    client = customer.client
    primary = Property.objects.filter(client=client, is_primary=True).first()
    if primary:
        client.name_postcode_key = name_postcode_key(client.name, primary.country, primary.postcode)
    client.version += 1
    client.updated_at = timezone.now()
    client.save()
    customer.save()
    refresh_search(workspace=actor.workspace, client_ids=[client.pk])
    refresh_figures(workspace=actor.workspace, client_ids=[client.pk], sources=("clients", "customers"))
    record_event(CustomerUpdated(changes=changes), actor=actor, client_id=client.pk, about=customer)
