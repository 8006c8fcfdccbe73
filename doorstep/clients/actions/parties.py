"""Who owned, occupied, let or paid for a place, and when. At most one open-ended row of a role at a time."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.activity.events import Event
from doorstep.clients import events
from doorstep.clients.fields import clean_columns
from doorstep.clients.models import Client, Property, PropertyParty
from doorstep.clients.permissions import MANAGE_CUSTOMERS
from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor

_TEXTS = {"role": str, "name": str, "phone": str, "email": str}
_CORRECTABLE = {name: kind for name, kind in _TEXTS.items() if name != "role"}


@transaction.atomic
def add_party(
    *,
    actor: Actor,
    property_id: int,
    role: str,
    party_id: int | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
) -> PropertyParty:
    """Say who is the owner, occupier, landlord or payer: a client (`party_id`) or somebody by name.

    Without `to_on` it holds from `from_on` (today when not given) on, and ends the former holder of the
    role on the day before. Raises PermissionDenied, Property.DoesNotExist, RuleBroken with the field.
    """
    actor.require(MANAGE_CUSTOMERS)
    place = _lock(actor, property_id)
    texts = clean_columns(PropertyParty, _TEXTS, {"role": role, "name": name, "phone": phone, "email": email})
    _check_who(actor, party_id, texts["name"])
    _check_days(from_on, to_on)
    if to_on is None:
        from_on = from_on or actor.workspace.today()
        _end_former(actor, place, texts["role"], from_on)
    row = PropertyParty.objects.create(
        workspace=actor.workspace, property=place, party_id=party_id, from_on=from_on, to_on=to_on, **texts
    )
    told = events.PartyAdded(
        address=str(place), role=row.role, name=_name(row), from_on=_iso(from_on), to_on=_iso(to_on)
    )
    _tell(actor, place, told)
    return row


@transaction.atomic
def update_party(*, actor: Actor, party_row_id: int, **given: Any) -> PropertyParty:
    """Correct a row: any of party_id, name, phone, email, from_on, to_on; the role stays.

    Opening it again (`to_on=None`) is refused while somebody else holds the role. Raises PermissionDenied,
    PropertyParty.DoesNotExist, RuleBroken with the field.
    """
    actor.require(MANAGE_CUSTOMERS)
    row = PropertyParty.objects.visible_to(actor).get(pk=party_row_id)
    place = _lock(actor, row.property_id)
    row.refresh_from_db()
    days_and_party = {key: given.pop(key) for key in ("party_id", "from_on", "to_on") if key in given}
    values = clean_columns(PropertyParty, _CORRECTABLE, given) | days_and_party
    changes = {name: [getattr(row, name), value] for name, value in values.items()}
    changes = {name: both for name, both in changes.items() if both[0] != both[1]}
    for name, (_old, new) in changes.items():
        setattr(row, name, new)
    _check_who(actor, row.party_id, row.name)
    _check_days(row.from_on, row.to_on)
    if row.to_on is None and _holders(place, row.role).exclude(pk=row.pk).exists():
        raise RuleBroken(
            _("Somebody else has this role now. Give a last day, or end the other first."), field="to_on"
        )
    if changes:
        row.save()
        told = {name: [_ready(old), _ready(new)] for name, (old, new) in changes.items()}
        _tell(
            actor,
            place,
            events.PartyUpdated(address=str(place), role=row.role, name=_name(row), changes=told),
        )
    return row


@transaction.atomic
def end_party(*, actor: Actor, party_row_id: int, on: date) -> PropertyParty:
    """`on` is the party's last day. Raises PermissionDenied, PropertyParty.DoesNotExist, RuleBroken."""
    actor.require(MANAGE_CUSTOMERS)
    row = PropertyParty.objects.visible_to(actor).get(pk=party_row_id)
    place = _lock(actor, row.property_id)
    row.refresh_from_db()
    if row.to_on is not None:
        raise RuleBroken(_("That has ended already."), field="to_on")
    _end(actor, place, row, on)
    return row


@transaction.atomic
def delete_party(*, actor: Actor, party_row_id: int) -> None:
    """Take away a row that was a mistake. Raises PermissionDenied, PropertyParty.DoesNotExist."""
    actor.require(MANAGE_CUSTOMERS)
    row = PropertyParty.objects.visible_to(actor).get(pk=party_row_id)
    place = _lock(actor, row.property_id)
    told = events.PartyDeleted(address=str(place), role=row.role, name=_name(row))
    row.delete()
    _tell(actor, place, told)


def _lock(actor: Actor, property_id: int) -> Property:
    places = Property.objects.visible_to(actor).select_for_update(of=("self",))
    return places.get(pk=property_id)


def _holders(place: Property, role: str) -> Any:
    return PropertyParty.objects.filter(property=place, role=role, to_on=None)


def _end_former(actor: Actor, place: Property, role: str, from_on: date) -> None:
    for former in _holders(place, role):
        if former.from_on and former.from_on >= from_on:
            raise RuleBroken(
                _("%(name)s has this role from %(day)s on: start after that day, or give a last day.")
                % {"name": _name(former), "day": former.from_on.isoformat()},
                field="from_on",
            )
        _end(actor, place, former, from_on - timedelta(days=1))


def _end(actor: Actor, place: Property, row: PropertyParty, on: date) -> None:
    row.to_on = on
    _check_days(row.from_on, on)
    row.save(update_fields=["to_on"])
    _tell(actor, place, events.PartyEnded(address=str(place), role=row.role, name=_name(row), to_on=_iso(on)))


def _check_who(actor: Actor, party_id: int | None, name: str) -> None:
    if party_id is None and not name:
        raise RuleBroken(_("Say who it is."), field="name")
    if party_id is not None and not Client.objects.visible_to(actor).filter(pk=party_id).exists():
        raise RuleBroken(_("That customer is not there any more."), field="party")


def _check_days(from_on: date | None, to_on: date | None) -> None:
    if from_on and to_on and to_on < from_on:
        raise RuleBroken(_("The last day comes before the first."), field="to_on")


def _name(row: PropertyParty) -> str:
    return row.name or (row.party.name if row.party else "")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _ready(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _tell(actor: Actor, place: Property, event: Event) -> None:
    record_event(event, actor=actor, client_id=place.client_id, about=place)
