"""Adding, editing and removing the places of a client. Exactly one of them is the primary one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.activity.events import Event
from doorstep.clients import events
from doorstep.clients.fields import PropertyFields, clean_columns
from doorstep.clients.inputs import AddressInput
from doorstep.clients.matching import name_postcode_key
from doorstep.clients.models import Client, Property
from doorstep.clients.permissions import MANAGE_CUSTOMERS
from doorstep.clients.search_text import refresh_search
from doorstep.core.errors import RuleBroken
from doorstep.core.versions import merge_edits
from doorstep.identity.actor import Actor
from doorstep.vocabulary.custom import CustomFields
from doorstep.vocabulary.models import CustomField

Changes = dict[str, list[Any]]


@transaction.atomic
def add_property(
    *,
    actor: Actor,
    client_id: int,
    address: AddressInput,
    fields: PropertyFields | None = None,
    custom: Mapping[str, Any] | None = None,
) -> Property:
    """Add a place to a client; the first one is its primary.

    Raises PermissionDenied; Client.DoesNotExist, also when not visible to the actor; RuleBroken with the
    field.
    """
    actor.require(MANAGE_CUSTOMERS)
    client = _lock_client(actor, client_id)
    own = {
        **_address(actor, address),
        **clean_columns(Property, PropertyFields.__annotations__, fields or {}),
    }
    place = Property.objects.create(
        workspace=actor.workspace,
        client=client,
        is_primary=not Property.objects.filter(client=client, is_primary=True).exists(),
        custom=CustomFields(actor.workspace, CustomField.On.PROPERTY).clean(custom or {}),
        **own,
    )
    _finish(actor, client, place, events.PropertyAdded(address=str(place)))
    return place


@transaction.atomic
def update_property(
    *,
    actor: Actor,
    property_id: int,
    version: int,
    address: AddressInput | None = None,
    fields: PropertyFields | None = None,
    custom: Mapping[str, Any] | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Property:
    """Change the given things of a place; what is None or absent stays. `custom`: only the keys given change.

    `version` and `seen` work as in update_customer (StaleVersion when both changed the same; custom values go
    by the name "custom.<key>"). Raises PermissionDenied, Property.DoesNotExist, RuleBroken with the field.
    """
    actor.require(MANAGE_CUSTOMERS)
    place = _lock(actor, property_id)
    mine = clean_columns(Property, PropertyFields.__annotations__, fields or {})
    if address is not None:
        mine |= _address(actor, address)
    mine |= _clean_custom(actor, custom)
    stored = {name: _current(place, name) for name in mine}
    if version != place.version:
        mine = merge_edits(mine=mine, stored=stored, seen=seen, version=place.version)
    changes = {name: [stored[name], value] for name, value in mine.items() if stored[name] != value}
    if changes:
        _apply(place, mine)
        place.version += 1
        place.save()
        changes.pop("postcode_key", None)
        _finish(actor, place.client, place, events.PropertyUpdated(address=str(place), changes=changes))
    return place


@transaction.atomic
def make_primary(*, actor: Actor, property_id: int) -> Property:
    """Make the place its client's own address. Raises PermissionDenied, Property.DoesNotExist."""
    actor.require(MANAGE_CUSTOMERS)
    place = _lock(actor, property_id)
    if not place.is_primary:
        _put_first(place)
        _finish(actor, place.client, place, events.PropertyMadePrimary(address=str(place)))
    return place


@transaction.atomic
def delete_property(*, actor: Actor, property_id: int) -> None:
    """Remove a place with its parties; the oldest of the others becomes primary when it was.

    Raises PermissionDenied, Property.DoesNotExist; RuleBroken as long as jobs or invoices refer to it.
    """
    actor.require(MANAGE_CUSTOMERS)
    place = _lock(actor, property_id)
    client, address, was_primary = place.client, str(place), place.is_primary
    try:
        place.delete()
    except ProtectedError as error:
        raise RuleBroken(
            _("History keeps its places, and this is the place of %(what)s. Mark it as dormant instead.")
            % {"what": _in_words(error.protected_objects)}
        ) from error
    if was_primary and (heir := Property.objects.filter(client=client).order_by("pk").first()):
        _put_first(heir)
    _finish(actor, client, None, events.PropertyDeleted(address=address))


def _lock_client(actor: Actor, client_id: int) -> Client:
    return Client.objects.visible_to(actor).select_for_update().get(pk=client_id)


def _lock(actor: Actor, property_id: int) -> Property:
    """The place with its client locked, so that two people cannot both choose the primary one."""
    place = Property.objects.visible_to(actor).get(pk=property_id)
    client = _lock_client(actor, place.client_id)
    place = Property.objects.visible_to(actor).get(pk=property_id)
    place.client = client
    return place


def _address(actor: Actor, address: AddressInput) -> dict[str, Any]:
    columns = address.columns(actor.workspace.country)
    for name, value in columns.items():
        longest = getattr(Property._meta.get_field(name), "max_length", None)
        if longest and len(value) > longest:
            raise RuleBroken(_("At most %(count)d characters fit here.") % {"count": longest}, field=name)
    return dict(columns)


def _clean_custom(actor: Actor, custom: Mapping[str, Any] | None) -> dict[str, Any]:
    if not custom:
        return {}
    fields = CustomFields(actor.workspace, CustomField.On.PROPERTY)
    given = fields.clean(custom, check_required=False)
    return {f"custom.{key}": given.get(key) for key in custom}


def _current(place: Property, name: str) -> Any:
    if name.startswith("custom."):
        return place.custom.get(name.removeprefix("custom."))
    return getattr(place, name)


def _apply(place: Property, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        key = name.removeprefix("custom.")
        if key == name:
            setattr(place, name, value)
        elif value is None:
            place.custom.pop(key, None)
        else:
            place.custom[key] = value


def _put_first(place: Property) -> None:
    Property.objects.filter(client_id=place.client_id, is_primary=True).update(is_primary=False)
    place.is_primary = True
    place.save(update_fields=["is_primary"])


def _finish(actor: Actor, client: Client, place: Property | None, event: Event) -> None:
    """What follows from any change of a client's places: its match key, its search text, its timeline."""
    primary = Property.objects.filter(client=client, is_primary=True).first()
    key = name_postcode_key(client.name, primary.country, primary.postcode) if primary else ""
    if key != client.name_postcode_key:
        Client.objects.filter(pk=client.pk).update(name_postcode_key=key)
    refresh_search(workspace=actor.workspace, client_ids=[client.pk])
    record_event(event, actor=actor, client_id=client.pk, about=place)


def _in_words(rows: Iterable[models.Model]) -> str:
    """How many of which: 3 jobs, 1 invoice."""
    counts = Counter(type(row) for row in rows)
    return ", ".join(
        f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
        for model, count in counts.items()
    )
