"""Writing new customers, a chunk at a time: one statement per table, derived rows included."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.utils import timezone

from doorstep.clients.counts import Counts, add_counts
from doorstep.clients.custom_values import index_value
from doorstep.clients.figures import ChoiceFacets
from doorstep.clients.models import Client, Property
from doorstep.clients.search_text import sort_name
from doorstep.core.bulk import insert_rows, reserve_ids
from doorstep.core.transactions import check_at_once, without_waiting
from doorstep.identity.actor import Actor
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.derived import card_line, facets_of, facts_of, search_text
from doorstep.transfer.intake.tables import (
    CARD,
    CLIENT,
    CUSTOM_VALUE,
    CUSTOMER,
    ENTRY,
    PARTY,
    PHONE,
    PLACE_WITH_ID,
    SEARCH,
    TAG,
    Columns,
    entry,
)
from doorstep.transfer.intake.words import Words
from doorstep.vocabulary.custom import CustomFields

IMPORTED = "customer.imported"
_TABLES = (CLIENT, CUSTOMER, PLACE_WITH_ID, PARTY, PHONE, TAG, CARD, SEARCH, CUSTOM_VALUE, ENTRY)
#: So many are made while the server writes those before them.
_PART = 500
Tables = dict[Columns, list[Sequence[Any]]]


class _New(NamedTuple):
    """A customer to be written: its id, its row, and what the row names in the workspace."""

    pk: int
    row: CleanRow
    references: dict[str, Any]
    tag_ids: Sequence[int]


class Creator:
    """Writes new customers, inside the run's transaction."""

    def __init__(self, actor: Actor, run_id: int, words: Words, custom: CustomFields) -> None:
        self.actor = actor
        self.workspace = actor.workspace
        self.run_id = run_id
        self.words = words
        self.choices = ChoiceFacets(actor.workspace)
        self.custom = custom
        # Whoever sees only their own customers must find those they brought.
        self.assigned_id = actor.membership_id if actor.sees_assigned_to is not None else None

    def create(self, rows: Sequence[CleanRow]) -> dict[int, int]:
        """Write these rows as new customers; row number -> client id. About fifteen statements."""
        if not rows:
            return {}
        self.now = timezone.now()
        ids = reserve_ids(Client, len(rows))
        places = iter(reserve_ids(Property, sum(row.place is not None for row in rows)))
        counts: Counts = Counter()
        # What a row names is made when it is missing, which asks for answers: before, not among the rest.
        coming = [
            _New(pk, row, self.words.references(row), self.words.tag_ids(row.tags))
            for pk, row in zip(ids, rows, strict=True)
        ]
        check_at_once()
        with without_waiting():
            for start in range(0, len(coming), _PART):
                self._write(coming[start : start + _PART], places, counts)
        add_counts(self.workspace, counts)
        return {row.number: pk for pk, row in zip(ids, rows, strict=True)}

    def _write(self, some: Sequence[_New], places: Iterator[int], counts: Counts) -> None:
        tables: Tables = {table: [] for table in _TABLES}
        for one in some:
            self._add(tables, counts, one)
            if one.row.place:
                self._add_place(tables, next(places), one.pk, one.row)
        for table, lines in tables.items():
            if lines:
                insert_rows(table.model, table.names, lines)

    def _add(self, tables: Tables, counts: Counts, one: _New) -> None:
        pk, row, named, tag_ids = one
        ws, created_at = self.workspace.pk, row.created_at or self.now
        created_on = self.workspace.day_of(created_at)
        references: dict[str, Any] = {"assigned_to_id": self.assigned_id, **named}
        tables[CLIENT].append(
            CLIENT.line(
                row.values,
                **references,
                id=pk,
                workspace_id=ws,
                kind=row.kind,
                name=row.name,
                email_key=row.email_key,
                name_postcode_key=row.name_postcode_key,
                custom=row.custom,
                created_at=created_at,
                created_by_id=self.actor.membership_id,
                updated_at=self.now,
            )
        )
        paying = {"client_id": pk, "workspace_id": ws, "became_customer_at": created_at}
        tables[CUSTOMER].append(CUSTOMER.line(row.values, **references, **paying, type_id=row.type_id))
        tables[PHONE] += [
            (ws, pk, None, phone.kind, phone.typed, phone.e164, phone.extension, position)
            for position, phone in enumerate(row.phones)
        ]
        tables[TAG] += [(ws, pk, tag_id) for tag_id in tag_ids]
        facets = facets_of(row, references, tag_ids) + self.choices.of(row.custom)
        tables[CARD].append(card_line(ws, pk, row.name, references["assigned_to_id"], created_on, facets))
        counts.update(facts_of(created_on))
        tables[SEARCH].append((pk, ws, sort_name(row.name), search_text(row)))
        tables[CUSTOM_VALUE] += self._indexed(pk, row)
        tables[ENTRY].append(entry(self.actor, IMPORTED, self.run_id, row.number, pk, self.now))

    def _add_place(self, tables: Tables, place_id: int, pk: int, row: CleanRow) -> None:
        ws, place = self.workspace.pk, row.place or {}
        more = {"client_id": pk, "is_primary": True, "created_at": self.now}
        tables[PLACE_WITH_ID].append(PLACE_WITH_ID.line(place, id=place_id, workspace_id=ws, **more))
        tables[PARTY] += [(ws, place_id, role, name, "", "") for role, name in row.parties]

    def _indexed(self, pk: int, row: CleanRow) -> Iterable[Sequence[Any]]:
        for key, value in row.custom.items():
            field = self.custom.fields[key]
            text, number = index_value(field.kind, value)
            if text or number is not None:
                yield self.workspace.pk, field.pk, pk, text, number
