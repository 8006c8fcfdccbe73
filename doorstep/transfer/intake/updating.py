"""Bringing what rows say into customers that are here: values, phones, tags, places. Nothing is emptied."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from doorstep.activity.models import Entry
from doorstep.clients.cards import refresh_figures
from doorstep.clients.matching import name_postcode_key
from doorstep.clients.models import Client, ClientPhone, ClientTag, Property, PropertyParty
from doorstep.clients.search_text import refresh_search
from doorstep.core.text import fold
from doorstep.customers.fields import CLIENT_FIELDS, CUSTOMER_FIELDS, display_name
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.words import Words

UPDATED = "customer.import_updated"


@dataclass(slots=True)
class Overwritten:
    """What an update did to one customer, for the undo: old values by column, and ids of what was added."""

    client: dict[str, Any] = field(default_factory=dict)
    customer: dict[str, Any] = field(default_factory=dict)
    custom: dict[str, Any] = field(default_factory=dict)
    phones: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Only what there is."""
        return {name: value for name in self.__dataclass_fields__ if (value := getattr(self, name))}


class Updater:
    """Applies rows to customers. `update` inside the run's transaction, in some fifteen statements a chunk."""

    def __init__(self, actor: Actor, run_id: int, words: Words) -> None:
        self.actor = actor
        self.run_id = run_id
        self.words = words

    def update(
        self, pairs: Sequence[tuple[CleanRow, int]], *, values_too: bool
    ) -> dict[int, tuple[dict[str, Any], int]]:
        """Apply each row to its client; row number -> (Overwritten as JSON, the client's new version).

        A row that says nothing new is not in the answer. `values_too`: else only phones, tags and places that
        are not there are added.
        """
        if not pairs:
            return {}
        self._load({client_id for _row, client_id in pairs})
        done: dict[int, Overwritten] = {}
        for row, client_id in pairs:
            if client_id in self._clients:
                done[row.number] = self._apply(row, client_id, values_too)
        done = {number: before for number, before in done.items() if before.as_json()}
        client_of = {row.number: client_id for row, client_id in pairs}
        changed = {client_of[number] for number in done}
        self._save(changed, {number: client_of[number] for number in done})
        return {
            number: (before.as_json(), self._clients[client_of[number]].version)
            for number, before in done.items()
        }

    def _load(self, ids: set[int]) -> None:
        ws = self.actor.workspace
        clients = Client.objects.filter(workspace=ws, pk__in=ids).order_by("pk")
        self._clients = {one.pk: one for one in clients.select_for_update()}
        self._customers = Customer.objects.filter(workspace=ws).in_bulk(list(self._clients))
        self._phones: dict[int, list[ClientPhone]] = defaultdict(list)
        for phone in ClientPhone.objects.filter(workspace=ws, client_id__in=ids, contact=None):
            self._phones[phone.client_id].append(phone)
        self._places: dict[int, list[Property]] = defaultdict(list)
        for place in Property.objects.filter(workspace=ws, client_id__in=ids):
            self._places[place.client_id].append(place)
        self._tags: dict[int, set[int]] = defaultdict(set)
        tags = ClientTag.objects.filter(workspace=ws, client_id__in=ids)
        for client_id, tag_id in tags.values_list("client_id", "tag_id"):
            self._tags[client_id].add(tag_id)

    def _apply(self, row: CleanRow, client_id: int, values_too: bool) -> Overwritten:
        client = self._clients[client_id]
        before = Overwritten()
        derived = {"updated_at": client.updated_at.isoformat(), "name_postcode_key": client.name_postcode_key}
        if values_too:
            self._apply_values(row, client, before)
        self._add_phones(row, client, before)
        self._add_tags(row, client, before)
        self._add_place(row, client, before)
        if before.as_json():
            before.client = {**derived, **before.client}
        return before

    def _apply_values(self, row: CleanRow, client: Client, before: Overwritten) -> None:
        wanted: dict[str, Any] = {name: value for name, value in row.values.items() if value != ""}
        if row.email_key:
            wanted["email_key"] = row.email_key
        if source_id := self.words.source_id(row.source):
            wanted["source_id"] = source_id
        if member_id := self.words.member_id(row.assigned):
            wanted["assigned_to_id"] = member_id
        if account_id := self.words.account_id(row.account):
            wanted["account_id"] = account_id
        customer = self._customers.get(client.pk)
        for name, value in wanted.items():
            if name in CLIENT_FIELDS or name == "email_key":
                _set(client, name, value, before.client)
            elif name in CUSTOMER_FIELDS and customer is not None:
                _set(customer, name, value, before.customer)
        for key, value in row.custom.items():
            if client.custom.get(key) != value:
                before.custom.setdefault(key, client.custom.get(key))
                client.custom = {**client.custom, key: value}
        names = {name: getattr(client, name) for name in ("first_name", "last_name", "company_name")}
        _set(client, "name", display_name(client.kind, names), before.client)

    def _add_phones(self, row: CleanRow, client: Client, before: Overwritten) -> None:
        known = self._phones[client.pk]
        for phone in row.phones:
            if any(
                one.e164 == phone.e164 if phone.e164 else one.typed == phone.typed for one in known
            ):
                continue
            added = ClientPhone.objects.create(
                workspace=self.actor.workspace,
                client=client,
                kind=phone.kind,
                typed=phone.typed,
                e164=phone.e164,
                extension=phone.extension,
                position=len(known),
            )
            known.append(added)
            before.phones.append(added.pk)

    def _add_tags(self, row: CleanRow, client: Client, before: Overwritten) -> None:
        for tag_id in self.words.tag_ids(row.tags):
            if tag_id not in self._tags[client.pk]:
                ClientTag.objects.create(workspace=self.actor.workspace, client=client, tag_id=tag_id)
                self._tags[client.pk].add(tag_id)
                before.tags.append(tag_id)

    def _add_place(self, row: CleanRow, client: Client, before: Overwritten) -> None:
        places = self._places[client.pk]
        if not row.place or any(_same_place(one, row.place) for one in places):
            return
        added = Property.objects.create(
            workspace=self.actor.workspace, client=client, is_primary=not places, **row.place
        )
        PropertyParty.objects.bulk_create(
            PropertyParty(workspace=self.actor.workspace, property=added, role=role, name=name)
            for role, name in row.parties
        )
        places.append(added)
        before.places.append(added.pk)

    def _save(self, changed: set[int], client_of: dict[int, int]) -> None:
        if not changed:
            return
        now = timezone.now()
        clients = [self._clients[pk] for pk in sorted(changed)]
        for client in clients:
            client.version += 1
            client.updated_at = now
            _refresh_key(client, self._places[client.pk])
        Client.objects.bulk_update(clients, _CLIENT_COLUMNS, batch_size=200)
        customers = [self._customers[pk] for pk in sorted(changed) if pk in self._customers]
        Customer.objects.bulk_update(customers, _CUSTOMER_COLUMNS, batch_size=200)
        refresh_search(workspace=self.actor.workspace, client_ids=changed)
        refresh_figures(
            workspace=self.actor.workspace, client_ids=changed, sources=("clients", "customers")
        )
        Entry.objects.bulk_create(self._entry(number, pk) for number, pk in client_of.items())

    def _entry(self, number: int, client_id: int) -> Entry:
        actor = self.actor
        return Entry(
            workspace_id=actor.workspace_id,
            kind=UPDATED,
            actor_id=actor.membership_id,
            actor_name=actor.name,
            via=actor.via,
            client_id=client_id,
            subject_kind="customers.customer",
            subject_id=client_id,
            data={"run": self.run_id, "row": number},
        )


_CLIENT_COLUMNS = sorted(
    {name.removesuffix("_id") if name.endswith(("to_id", "source_id")) else name for name in CLIENT_FIELDS}
    | {"name", "email_key", "name_postcode_key", "custom", "version", "updated_at"}
)
_CUSTOMER_COLUMNS = sorted(name.removesuffix("_id") for name in CUSTOMER_FIELDS)


def _set(record: Client | Customer, name: str, value: Any, before: dict[str, Any]) -> None:
    old = getattr(record, name)
    if old != value:
        before.setdefault(name, old)
        setattr(record, name, value)


def _same_place(place: Property, row: dict[str, str]) -> bool:
    """The same street and postcode, or the other system's reference."""
    if row.get("external_id") and place.external_id == row["external_id"]:
        return True
    return fold(place.line1) == fold(row["line1"]) and place.postcode_key == row["postcode_key"]


def _refresh_key(client: Client, places: Sequence[Property]) -> None:
    primary = next((place for place in places if place.is_primary), None)
    if primary:
        client.name_postcode_key = name_postcode_key(client.name, primary.country, primary.postcode)
