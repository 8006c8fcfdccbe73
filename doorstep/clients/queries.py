"""A client's places, contacts and numbers as pages show them, and all places of the workspace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from doorstep.clients.models import ClientPhone, Contact, Property, PropertyParty
from doorstep.clients.search_rows import matching_rows
from doorstep.clients.search_text import phone_words
from doorstep.core.phones import format_phone
from doorstep.core.search import read_query
from doorstep.core.text import fold
from doorstep.identity.actor import Actor
from doorstep.vocabulary.models import CustomField
from doorstep.vocabulary.shown import Shown, ShownValues

_LOOKED_AT = 200
#: Among other words, fewer digits are a house number or a postcode.
_WHOLE_NUMBER = 7


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place with who has to do with it now, who had, and its own fields."""

    place: Property
    now: list[PropertyParty]
    before: list[PropertyParty]
    own_fields: list[Shown]


@dataclass(frozen=True, slots=True)
class ContactShown:
    """A contact with its numbers: (kind, E.164, as written here, extension)."""

    contact: Contact
    phones: list[tuple[str, str, str, str]]


def phones_found_by(actor: Actor, client_ids: Sequence[int], typed: str) -> dict[int, dict[str, str]]:
    """By client, the first of its numbers that has the digits typed: e164, typed, extension, as in rows.

    One statement; none when no number was typed.
    """
    needles = read_query(typed).needles
    numbers = [one for one in needles if one.isdecimal() and (len(needles) == 1 or len(one) >= _WHOLE_NUMBER)]
    found: dict[int, dict[str, str]] = {}
    if not numbers:
        return found
    phones = ClientPhone.objects.visible_to(actor).filter(client_id__in=client_ids)
    country = actor.workspace.country
    for client_id, typed_so, e164, extension in phones.values_list("client_id", "typed", "e164", "extension"):
        spelt = " ".join(phone_words(typed_so, e164, extension, country))
        if all(number in spelt for number in numbers):
            found.setdefault(client_id, {"typed": typed_so, "e164": e164, "extension": extension})
    return found


def places_of(actor: Actor, client_id: int) -> list[PlaceShown]:
    """The client's places, the primary one first, with their parties. At most four statements."""
    parties = PropertyParty.objects.select_related("party").order_by("role", "-from_on", "-pk")
    places = Property.objects.visible_to(actor).filter(client_id=client_id)
    rows = list(places.prefetch_related(Prefetch("parties", queryset=parties)))
    shown = ShownValues(actor.workspace, CustomField.On.PROPERTY) if any(row.custom for row in rows) else None
    today = actor.workspace.today()
    return [_place(row, shown, today) for row in rows]


def _place(row: Property, shown: ShownValues | None, today: date) -> PlaceShown:
    parties = list(row.parties.all())
    present = [party for party in parties if party.to_on is None or party.to_on >= today]
    past = [party for party in parties if party not in present]
    return PlaceShown(row, present, past, shown.all(row.custom) if shown else [])


def contacts_of(actor: Actor, client_id: int) -> list[ContactShown]:
    """The client's contacts, the primary one first, with their numbers. Two statements."""
    contacts = Contact.objects.visible_to(actor).filter(client_id=client_id).prefetch_related("phones")
    country = actor.workspace.country
    return [
        ContactShown(
            contact,
            [
                (
                    phone.get_kind_display(),
                    phone.e164,
                    format_phone(phone.e164, country) if phone.e164 else phone.typed,
                    phone.extension,
                )
                for phone in contact.phones.all()
            ],
        )
        for contact in contacts
    ]


def properties_page(actor: Actor, *, after: int, size: int) -> tuple[list[Property], int]:
    """All places the actor sees, the newest first, from `after` (an id) on; 0 when there are no more."""
    rows = Property.objects.visible_to(actor).select_related("client")
    if after:
        rows = rows.filter(pk__lt=after)
    page = list(rows.order_by("-pk")[: size + 1])
    return page[:size], page[size - 1].pk if len(page) > size else 0


def properties_found(actor: Actor, typed: str, *, size: int) -> tuple[list[Property], bool]:
    """Places whose address, or whose client, has all the words; whether there are more than `size`.

    Looks at the first 200 clients that the search text's index lists.
    """
    query = read_query(typed)
    if not query.needles:
        return [], False
    listed = matching_rows(actor.workspace_id, query).values_list("client_id", flat=True)
    ids = list(listed[:_LOOKED_AT])
    rows = Property.objects.visible_to(actor).filter(client_id__in=ids).select_related("client")
    found = _fitting(list(rows.order_by("client__name", "pk")[: 5 * _LOOKED_AT]), fold(typed).split())
    return found[:size], len(found) > size or len(ids) == _LOOKED_AT


def _fitting(places: Sequence[Property], words: Sequence[str]) -> list[Property]:
    """Of each client the places that have the words; all of them when the words are about the client."""
    own = {place.pk for place in places if all(word in fold(_text(place)) for word in words)}
    addressed = {place.client_id for place in places if place.pk in own}
    return [place for place in places if place.pk in own or place.client_id not in addressed]


def _text(place: Property) -> str:
    lines = (place.label, place.line1, place.line2, place.line3)
    return " ".join([*lines, place.town, place.county, place.postcode])
