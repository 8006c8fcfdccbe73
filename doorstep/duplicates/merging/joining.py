"""The rules by which rows of one client become another's. Each is a line's in merging.rules."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Max

from doorstep.clients.counts import add_differences
from doorstep.clients.models import Client, ClientCard, ClientPhone, ClientTag, Contact, Property
from doorstep.core.text import name_key
from doorstep.customers.models import Customer
from doorstep.duplicates.merging.manifest import Manifest, delete_rows
from doorstep.identity.actor import Actor

#: What a property that both have takes over from the one that goes, where it says nothing itself.
_FILLED = (
    *("label", "line2", "line3", "county", "latitude", "longitude", "building_type", "access_notes"),
    *("external_id", "custom"),
)


@dataclass
class Joining:
    """One merge under way: `other` goes into `survivor`. `repointed`: the columns that name a property."""

    actor: Actor
    survivor: Client
    other: Client
    manifest: Manifest
    repointed: tuple[tuple[type[models.Model], str], ...] = ()

    @cached_property
    def ids(self) -> tuple[int, int]:
        """From, to."""
        return self.other.pk, self.survivor.pk


def keys_of(joined: Joining, model: type[models.Model], column: str, value: int) -> list[int]:
    """The rows that say `value`, locked in the order of their keys."""
    # Some indexes begin with the workspace.
    rows = model._base_manager.filter(workspace_id=joined.other.workspace_id, **{column: value})
    return list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))


def move(joined: Joining, model: type[models.Model], column: str) -> None:
    """All of them come over as they are."""
    old, new = joined.ids
    joined.manifest.move(model, column, old, new, keys_of(joined, model, column, old))


def drop(joined: Joining, model: type[models.Model], column: str) -> None:
    """They say something about the one that goes, and go with it."""
    joined.manifest.drop(model, keys_of(joined, model, column, joined.other.pk))


def drop_derived(joined: Joining, model: type[models.Model], column: str) -> None:
    """They go without a word: an undo computes them anew."""
    delete_rows(model, keys_of(joined, model, column, joined.other.pk))


def drop_card(joined: Joining, model: type[models.Model], column: str) -> None:
    """The card goes, and is no longer counted."""
    # Locked in the order in which everybody locks cards.
    cards = list(ClientCard.objects.select_for_update().filter(pk__in=joined.ids).order_by("pk"))
    add_differences(joined.actor.workspace, [card for card in cards if card.pk == joined.other.pk], [])
    delete_rows(ClientCard, [joined.other.pk])


def move_contacts(joined: Joining, model: type[models.Model], column: str) -> None:
    """They come over; the survivor's primary contact stays the primary one."""
    old, new = joined.ids
    if Contact.objects.filter(client_id=new, is_primary=True).exists():
        primary = Contact.objects.filter(client_id=old, is_primary=True).values_list("pk", flat=True)
        joined.manifest.overwrite(Contact, {pk: {"is_primary": False} for pk in primary})
    move(joined, model, column)


def move_phones(joined: Joining, model: type[models.Model], column: str) -> None:
    """Numbers that the survivor has already go; the others stand behind its own."""
    old, new = joined.ids
    own = ClientPhone.objects.filter(client_id=new, contact=None).exclude(e164="")
    known = set(own.values_list("e164", "extension"))
    last = ClientPhone.objects.filter(client_id=new).aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    theirs = list(ClientPhone.objects.filter(client_id=old).select_for_update().order_by("pk"))
    twice = [one.pk for one in theirs if one.contact_id is None and (one.e164, one.extension) in known]
    joined.manifest.drop(ClientPhone, twice)
    kept = [one for one in theirs if one.pk not in twice]
    joined.manifest.overwrite(ClientPhone, {one.pk: {"position": first + one.position} for one in kept})
    joined.manifest.move(ClientPhone, column, old, new, [one.pk for one in kept])


def move_tags(joined: Joining, model: type[models.Model], column: str) -> None:
    """Those that the survivor lacks come over."""
    old, new = joined.ids
    known = ClientTag.objects.filter(client_id=new).values("tag_id")
    joined.manifest.drop(
        ClientTag, ClientTag.objects.filter(client_id=old, tag_id__in=known).values_list("pk", flat=True)
    )
    move(joined, model, column)


def move_places(joined: Joining, model: type[models.Model], column: str) -> None:
    """They come over; of an address that both have, the survivor's stays, with all that refers to either."""
    old, new = joined.ids
    own = list(Property.objects.filter(client_id=new).select_for_update().order_by("pk"))
    by_address = {address_key(place): place for place in reversed(own)}
    theirs = list(Property.objects.filter(client_id=old).select_for_update().order_by("pk"))
    for place in theirs:
        if (kept := by_address.get(address_key(place))) is not None:
            _fold_place(joined, place, kept)
    kept_places = [place for place in theirs if address_key(place) not in by_address]
    if any(place.is_primary for place in own):
        joined.manifest.overwrite(
            Property, {place.pk: {"is_primary": False} for place in kept_places if place.is_primary}
        )
    joined.manifest.move(Property, column, old, new, [place.pk for place in kept_places])


def address_key(place: Property) -> tuple[str, ...]:
    """What makes two places one: the same words in every line, and the same postcode."""
    lines = (place.line1, place.line2, place.line3, place.town)
    return (*(name_key(line) for line in lines), place.postcode_key, place.country)


def _fold_place(joined: Joining, place: Property, kept: Property) -> None:
    for model, column in joined.repointed:
        joined.manifest.move(model, column, place.pk, kept.pk, keys_of(joined, model, column, place.pk))
    filled: dict[str, Any] = {
        name: getattr(place, name) for name in _FILLED if not getattr(kept, name) and getattr(place, name)
    }
    if filled:
        joined.manifest.overwrite(Property, {kept.pk: {**filled, "version": kept.version + 1}})
        for name, value in filled.items():
            setattr(kept, name, value)
        kept.version += 1
    joined.manifest.drop(Property, [place.pk])


def join_paying_sides(joined: Joining, model: type[models.Model], column: str) -> None:
    """The survivor's stays; where it had none it gets the other's, under its own key."""
    old, _new = joined.ids
    side = Customer.objects.filter(pk=old).first()
    if side is not None:
        joined.manifest.drop(Customer, [side.pk])


def give_paying_side(joined: Joining) -> None:
    """Before anything moves: a survivor that is no customer yet becomes one, as the other is."""
    old, new = joined.ids
    side = Customer.objects.filter(pk=old).first()
    if side is None or Customer.objects.filter(pk=new).exists():
        return
    columns = {field.attname: getattr(side, field.attname) for field in Customer._meta.concrete_fields}
    joined.manifest.make(Customer(**{**columns, "client_id": new}))
