"""Customers as they stand while an import goes through its rows: what rows are compared with, and change."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Self

import orjson

from doorstep.clients.matching import name_postcode_key
from doorstep.clients.models import Client, ClientPhone, ClientTag, Property
from doorstep.core.bulk import update_rows
from doorstep.core.text import fold
from doorstep.customers.fields import CLIENT_FIELDS, CUSTOMER_FIELDS
from doorstep.customers.models import Customer
from doorstep.identity.models import Workspace
from doorstep.transfer.intake.cleaning import CleanRow, PhoneCell
from doorstep.transfer.intake.matching import bare_key, tells_apart
from doorstep.transfer.intake.tables import CLIENT, CUSTOMER

CLIENT_COLUMNS = (*sorted(CLIENT_FIELDS), "kind", "name", "email_key", "name_postcode_key")
CUSTOMER_COLUMNS = tuple(sorted(CUSTOMER_FIELDS))
_ONLY_CLIENT = ("custom", "version", "updated_at")


class PlaceKey(NamedTuple):
    """What two places are compared by."""

    line1: str
    postcode_key: str
    external_id: str

    @classmethod
    def of(cls, place: Mapping[str, Any]) -> Self:
        return cls(fold(place["line1"]), place["postcode_key"], place.get("external_id", ""))

    def is_same(self, other: "PlaceKey") -> bool:
        """The other system's reference, or the same street and postcode."""
        if self.external_id and self.external_id == other.external_id:
            return True
        return (self.line1, self.postcode_key) == (other.line1, other.postcode_key)


@dataclass(slots=True)
class State:
    """One customer. `numbers`: E.164, or as typed where unreadable; `home`: of its primary place."""

    client: dict[str, Any]
    customer: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    tags: set[int] = field(default_factory=set)
    places: list[PlaceKey] = field(default_factory=list)
    home: tuple[str, str] | None = None  # country, postcode
    version: int = 1
    updated_at: datetime | None = None

    @classmethod
    def of_row(cls, row: CleanRow, tag_ids: Iterable[int], references: Mapping[str, Any]) -> Self:
        """What a row would make. `references`: ids by column."""
        values = {**row.values, **references, "kind": row.kind, "name": row.name}
        values |= {"email_key": row.email_key, "name_postcode_key": row.name_postcode_key}
        place = row.place
        return cls(
            client={name: values.get(name, CLIENT.empty.get(name)) for name in CLIENT_COLUMNS},
            customer={name: values.get(name, CUSTOMER.empty.get(name)) for name in CUSTOMER_COLUMNS},
            custom=dict(row.custom),
            numbers=[number_key(phone) for phone in row.phones],
            tags=set(tag_ids),
            places=[PlaceKey.of(place)] if place else [],
            home=(place["country"], place["postcode"]) if place else None,
        )

    def packed(self) -> bytes:
        """As bytes, for a dry run that has to remember very many."""
        client = {name: value for name, value in self.client.items() if value != CLIENT.empty.get(name)}
        customer = {name: value for name, value in self.customer.items() if value != CUSTOMER.empty.get(name)}
        places = [list(place) for place in self.places]
        whole = [client, customer, self.custom, self.numbers, sorted(self.tags), places, self.home]
        # A copy: what orjson hands out keeps the room it had for more, 4 KB for 300 bytes.
        return bytes(memoryview(orjson.dumps(whole)))

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """What `packed` made."""
        client, customer, custom, numbers, tags, places, home = orjson.loads(packed)
        return cls(
            {name: client.get(name, CLIENT.empty.get(name)) for name in CLIENT_COLUMNS},
            {name: customer.get(name, CUSTOMER.empty.get(name)) for name in CUSTOMER_COLUMNS},
            custom,
            numbers,
            set(tags),
            [PlaceKey(*place) for place in places],
            tuple(home) if home else None,
        )

    def refresh_key(self) -> None:
        """Follow the name and the primary place."""
        key = name_postcode_key(self.client["name"], *self.home) if self.home else ""
        self.client["name_postcode_key"] = key


def found_by(state: State) -> list[str]:
    """The keys under which the customer is found by rows (see matching.keys_of)."""
    client = state.client
    keys = ["p:" + number for number in state.numbers if number[:1] == "+" and tells_apart(number)]
    keys += ["e:" + client["email_key"]] if client["email_key"] else []
    keys += ["n:" + client["name_postcode_key"]] if client["name_postcode_key"] else []
    if not keys:
        keys.append(bare_key(client["name"]))
    return [*keys, "r:" + client["external_id"]] if client["external_id"] else keys


def number_key(phone: PhoneCell) -> str:
    """What two numbers are compared by."""
    return phone.e164 or phone.typed


def load_states(workspace: Workspace, ids: Collection[int], *, lock: bool) -> dict[int, State]:
    """The customers of these ids that are there. Five statements. `lock`: they are going to be changed."""
    clients = Client.objects.filter(workspace=workspace, pk__in=ids).order_by("pk")
    if lock:
        clients = clients.select_for_update()
    states: dict[int, State] = {}
    for values in clients.values("pk", *CLIENT_COLUMNS, *_ONLY_CLIENT):
        more = {name: values.pop(name) for name in _ONLY_CLIENT}
        states[values.pop("pk")] = State(client=values, **more)
    for values in Customer.objects.filter(workspace=workspace, pk__in=ids).values("pk", *CUSTOMER_COLUMNS):
        states[values.pop("pk")].customer = values
    _load_many(workspace, ids, states)
    return states


def _load_many(workspace: Workspace, ids: Collection[int], states: dict[int, State]) -> None:
    phones = ClientPhone.objects.filter(workspace=workspace, client_id__in=ids, contact=None)
    for client_id, e164, typed in phones.values_list("client_id", "e164", "typed"):
        states[client_id].numbers.append(e164 or typed)
    tags = ClientTag.objects.filter(workspace=workspace, client_id__in=ids)
    for client_id, tag_id in tags.values_list("client_id", "tag_id"):
        states[client_id].tags.add(tag_id)
    places = Property.objects.filter(workspace=workspace, client_id__in=ids).order_by("pk")
    for place in places.values(
        "client_id", "line1", "postcode", "postcode_key", "external_id", "country", "is_primary"
    ):
        state = states[place["client_id"]]
        state.places.append(PlaceKey.of(place))
        if place["is_primary"]:
            state.home = (place["country"], place["postcode"])


def save_states(states: Mapping[int, State]) -> None:
    """Write the values of these customers; phones, tags and places go apart. Two statements."""
    ordered = sorted(states.items())
    update_rows(
        Client,
        (*CLIENT_COLUMNS, *_ONLY_CLIENT),
        [
            (pk, *(one.client[name] for name in CLIENT_COLUMNS), one.custom, one.version, one.updated_at)
            for pk, one in ordered
        ],
    )
    update_rows(
        Customer,
        CUSTOMER_COLUMNS,
        [(pk, *(one.customer[name] for name in CUSTOMER_COLUMNS)) for pk, one in ordered if one.customer],
    )
