"""Bringing what a row says into a customer that is here, in memory. Nothing is emptied."""

from dataclasses import dataclass, field
from typing import Any

from doorstep.customers.fields import CLIENT_FIELDS, CUSTOMER_FIELDS, display_name
from doorstep.transfer.intake.cleaning import CleanRow, PhoneCell
from doorstep.transfer.intake.states import PlaceKey, State, number_key
from doorstep.transfer.intake.words import Words


@dataclass(slots=True)
class Difference:
    """What one row changed: old values by column, and what is to be added."""

    client: dict[str, Any] = field(default_factory=dict)
    customer: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    phones: list[PhoneCell] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    place: dict[str, str] | None = None
    is_home: bool = False  # the place is the customer's first, so its primary one

    def __bool__(self) -> bool:
        return any((self.client, self.customer, self.custom, self.phones, self.tags, self.place))


def apply_row(row: CleanRow, state: State, words: Words, *, values_too: bool) -> Difference:
    """Change `state` by the row and say what became different.

    `values_too`: else only phones, tags and places that are not there are added.
    """
    difference = Difference()
    if values_too:
        _apply_values(row, state, words, difference)
    for phone in row.phones:
        if number_key(phone) not in state.numbers:
            state.numbers.append(number_key(phone))
            difference.phones.append(phone)
    for tag_id in words.tag_ids(row.tags):
        if tag_id not in state.tags:
            state.tags.add(tag_id)
            difference.tags.append(tag_id)
    if row.place:
        _apply_place(row.place, state, difference)
    if difference:
        state.refresh_key()
        state.version += 1
    return difference


def _apply_values(row: CleanRow, state: State, words: Words, difference: Difference) -> None:
    wanted: dict[str, Any] = {name: value for name, value in row.values.items() if value != ""}
    if row.email_key:
        wanted["email_key"] = row.email_key
    wanted |= words.references(row)
    if known := words.type_named(row.type_name):
        wanted["type_id"], wanted["kind"] = known
    for name, value in wanted.items():
        if name in CLIENT_FIELDS or name in {"email_key", "kind"}:
            _set(state.client, name, value, difference.client)
        elif name in CUSTOMER_FIELDS and state.customer:
            _set(state.customer, name, value, difference.customer)
    for key, value in row.custom.items():
        _set(state.custom, key, value, difference.custom)
    _set(state.client, "name", display_name(state.client["kind"], state.client), difference.client)


def _apply_place(place: dict[str, str], state: State, difference: Difference) -> None:
    key = PlaceKey.of(place)
    if any(one.is_same(key) for one in state.places):
        return
    difference.place, difference.is_home = place, state.home is None
    state.places.append(key)
    if difference.is_home:
        state.home = (place["country"], place["postcode"])


def _set(values: dict[str, Any], name: str, value: Any, before: dict[str, Any]) -> None:
    old = values.get(name)
    if old != value:
        before.setdefault(name, old)
        values[name] = value
