"""Editing one customer, without overwriting what somebody else saved meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from doorstep.activity.actions import record_event
from doorstep.clients.cards import refresh_figures
from doorstep.clients.inputs import PhoneInput
from doorstep.clients.matching import name_postcode_key
from doorstep.clients.models import Client, ClientPhone, ClientTag, Property
from doorstep.clients.phones import read_phones, set_phones
from doorstep.clients.search_text import refresh_search
from doorstep.core.emails import read_email
from doorstep.core.versions import merge_edits
from doorstep.customers.events import CustomerUpdated
from doorstep.customers.fields import (
    CLIENT_FIELDS,
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

    `version`: of the record the editor was looking at; `seen`: the values it showed, by field, "phones"
    (lists of
    kind, typed, e164), "tags" (ids) and "custom.<key>". When somebody saved in between, what only one of
    the two
    changed is merged; the rest raises StaleVersion with {field: {"mine", "theirs"}}. `custom`: only the keys
    given change. Raises also PermissionDenied, Customer.DoesNotExist, RuleBroken.
    """
    actor.require(MANAGE_CUSTOMERS)
    client = Client.objects.visible_to(actor).select_for_update().get(pk=customer_id)
    customer = Customer.objects.visible_to(actor).select_related("type").get(pk=customer_id)
    customer.client = client
    mine = _mine(actor, fields, phones, tag_ids, custom)
    stored = {name: _current(customer, name) for name in mine}
    if version != client.version:
        mine = merge_edits(mine=mine, stored=stored, seen=seen, version=client.version)
    changes = _apply(customer, mine, stored)
    if "phones" in mine:
        set_phones(client=client, rows=read_phones(actor.workspace, phones or ()))
    changes |= _apply_tags(actor, client, mine.get("tags"))
    if changes:
        _save(actor, customer, changes)
    return customer


def _mine(
    actor: Actor,
    fields: CustomerFields | None,
    phones: Sequence[PhoneInput] | None,
    tag_ids: Iterable[int] | None,
    custom: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Everything the editor wants, cleaned, by the names that `seen` and clashes use."""
    mine = clean_fields(actor, fields or {})
    mine.pop("email_key", None)
    if custom:
        given = CustomFields(actor.workspace).clean(custom, check_required=False)
        mine |= {f"custom.{key}": given.get(key) for key in custom}
    if phones is not None:
        mine["phones"] = [[row.kind, row.typed, row.e164] for row in read_phones(actor.workspace, phones)]
    if tag_ids is not None:
        tags = Tag.objects.visible_to(actor).filter(pk__in=list(tag_ids))
        mine["tags"] = sorted(tags.values_list("pk", flat=True))
    return mine


def _current(customer: Customer, name: str) -> Any:
    client = customer.client
    if name == "phones":
        numbers = ClientPhone.objects.filter(client=client, contact=None)
        return [list(row) for row in numbers.values_list("kind", "typed", "e164")]
    if name == "tags":
        return sorted(ClientTag.objects.filter(client=client).values_list("tag_id", flat=True))
    if name.startswith("custom."):
        return client.custom.get(name.removeprefix("custom."))
    return getattr(client if name in CLIENT_FIELDS else customer, name)


def _apply(customer: Customer, mine: Mapping[str, Any], stored: Mapping[str, Any]) -> Changes:
    """Write the values onto the rows in memory, and say what became different; tags go apart."""
    client = customer.client
    changes = {name: [stored[name], mine[name]] for name in mine if stored[name] != mine[name]}
    changes.pop("tags", None)
    for name, (_old, new) in changes.items():
        if name.startswith("custom."):
            client.custom = _with(client.custom, name.removeprefix("custom."), new)
        elif name != "phones":
            setattr(client if name in CLIENT_FIELDS else customer, name, new)
    if "email" in changes:
        client.email_key = read_email(client.email).key if client.email else ""
    if "phones" in changes:
        changes["phones"] = [[typed for _kind, typed, _e164 in phones] for phones in changes["phones"]]
    if changes:
        kind = customer.type.kind
        names = {name: getattr(client, name) for name in ("first_name", "last_name", "company_name")}
        check_names(kind, names)
        client.kind, client.name = kind, display_name(kind, names)
    return changes


def _with(custom: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    """The custom values with one changed; None takes it out."""
    others = {name: one for name, one in custom.items() if name != key}
    return others if value is None else {**others, key: value}


def _apply_tags(actor: Actor, client: Client, tag_ids: Sequence[int] | None) -> Changes:
    if tag_ids is None:
        return {}
    stored = {row.tag_id: row for row in ClientTag.objects.filter(client=client).select_related("tag")}
    wanted = Tag.objects.visible_to(actor).in_bulk(list(tag_ids))
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
