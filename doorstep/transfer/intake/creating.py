"""Writing new customers, a chunk at a time: one statement per table, derived rows included."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from doorstep.activity.models import Entry
from doorstep.clients.counts import Counts, Fact, add_counts
from doorstep.clients.custom_values import index_value
from doorstep.clients.facets import Facet, facet
from doorstep.clients.figures import ChoiceFacets
from doorstep.clients.models import (
    Client,
    ClientCard,
    ClientPhone,
    ClientSearch,
    ClientTag,
    CustomValue,
    Property,
    PropertyParty,
)
from doorstep.clients.search_text import join_words
from doorstep.core.bulk import insert_rows, reserve_ids
from doorstep.core.db import NEVER
from doorstep.core.text import digits, fold
from doorstep.customers.fields import display_name
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.tables import (
    CARD,
    CLIENT,
    CUSTOM_VALUE,
    CUSTOMER,
    ENTRY,
    PARTY,
    PHONE,
    PLACE,
    PLACE_WITH_ID,
    SEARCH,
    TAG,
    Columns,
)
from doorstep.transfer.intake.words import Words
from doorstep.vocabulary.custom import CustomFields

IMPORTED = "customer.imported"
Rows = list[Sequence[Any]]


class Creator:
    """Collects new customers and writes them. `flush` inside the run's transaction."""

    def __init__(self, actor: Actor, run_id: int, words: Words, custom: CustomFields) -> None:
        self.actor = actor
        self.workspace = actor.workspace
        self.run_id = run_id
        self.words = words
        self.choices = ChoiceFacets(actor.workspace)
        self.custom = custom

    def create(self, rows: Sequence[CleanRow]) -> dict[int, int]:
        """Write these rows as new customers; row number -> client id. About ten statements."""
        if not rows:
            return {}
        now = timezone.now()
        tables: dict[Columns, Rows] = {
            table: []
            for table in (CLIENT, CUSTOMER, PLACE, PARTY, PHONE, TAG, CARD, SEARCH, CUSTOM_VALUE, ENTRY)
        }
        ids = reserve_ids(Client, len(rows))
        with_parties = [row for row in rows if row.parties and row.place]
        places = iter(reserve_ids(Property, len(with_parties)))
        counts: Counts = Counter()
        for pk, row in zip(ids, rows, strict=True):
            self._add(tables, counts, pk, row, row.created_at or now, now)
            if row.parties and row.place:
                self._add_parties(tables, next(places), pk, row, now)
        for table, lines in tables.items():
            if lines:
                insert_rows(table.model, table.names, lines)
        add_counts(self.workspace, counts)
        return {row.number: pk for pk, row in zip(ids, rows, strict=True)}

    def _add(
        self,
        tables: dict[Columns, Rows],
        counts: Counts,
        pk: int,
        row: CleanRow,
        created_at: datetime,
        now: datetime,
    ) -> None:
        ws = self.workspace.pk
        type_id, row.kind = self.words.type_of(row.type_name, row.kind) or (0, row.kind)
        row.name = display_name(row.kind, row.values)
        source_id = self.words.source_id(row.source)
        assigned_id = self.words.member_id(row.assigned) or self.actor.membership_id
        account_id = self.words.account_id(row.account)
        tag_ids = self.words.tag_ids(row.tags)
        tables[CLIENT].append(
            CLIENT.line(
                row.values,
                id=pk,
                workspace_id=ws,
                kind=row.kind,
                name=row.name,
                email_key=row.email_key,
                name_postcode_key=row.name_postcode_key,
                assigned_to_id=assigned_id,
                source_id=source_id,
                custom=row.custom,
                created_at=created_at,
                created_by_id=self.actor.membership_id,
                updated_at=now,
            )
        )
        tables[CUSTOMER].append(
            CUSTOMER.line(
                row.values,
                client_id=pk,
                workspace_id=ws,
                type_id=type_id,
                account_id=account_id,
                became_customer_at=created_at,
            )
        )
        if row.place and not row.parties:
            tables[PLACE].append(
                PLACE.line(row.place, workspace_id=ws, client_id=pk, is_primary=True, created_at=now)
            )
        for position, phone in enumerate(row.phones):
            tables[PHONE].append(
                (ws, pk, None, phone.kind, phone.typed, phone.e164, phone.extension, position)
            )
        tables[TAG] += [(ws, pk, tag_id) for tag_id in tag_ids]
        facets = _facets(type_id, source_id, assigned_id, account_id, tag_ids) + self.choices.of(row.custom)
        created_on = self.workspace.day_of(created_at)
        tables[CARD].append(_card(ws, pk, row.name, assigned_id, created_on, facets))
        counts.update(_facts(created_on))
        tables[SEARCH].append((pk, ws, search_text(row)))
        tables[CUSTOM_VALUE] += self._indexed(pk, row)
        tables[ENTRY].append(self._entry(pk, row, now))

    def _add_parties(
        self, tables: dict[Columns, Rows], place_id: int, pk: int, row: CleanRow, now: datetime
    ) -> None:
        ws = self.workspace.pk
        with_id = PLACE_WITH_ID.line(
            row.place or {}, id=place_id, workspace_id=ws, client_id=pk, is_primary=True, created_at=now
        )
        insert_rows(Property, PLACE_WITH_ID.names, [with_id])
        tables[PARTY] += [(ws, place_id, role, name, "", "") for role, name in row.parties]

    def _indexed(self, pk: int, row: CleanRow) -> Iterable[Sequence[Any]]:
        for key, value in row.custom.items():
            field = self.custom.fields[key]
            text, number = index_value(field.kind, value)
            if text or number is not None:
                yield self.workspace.pk, field.pk, pk, text, number

    def _entry(self, pk: int, row: CleanRow, now: datetime) -> Sequence[Any]:
        actor, data = self.actor, {"run": self.run_id, "row": row.number}
        return (
            self.workspace.pk,
            now,
            IMPORTED,
            actor.membership_id,
            actor.name,
            actor.via,
            pk,
            "customers.customer",
            pk,
            data,
        )


def _facets(
    type_id: int, source_id: int | None, member_id: int | None, account_id: int | None, tag_ids: list[int]
) -> list[int]:
    found = [facet(Facet.TAG, tag_id) for tag_id in tag_ids]
    found.append(facet(Facet.CUSTOMER_TYPE, type_id))
    for kind, row_id in ((Facet.SOURCE, source_id), (Facet.MEMBER, member_id), (Facet.ACCOUNT, account_id)):
        if row_id:
            found.append(facet(kind, row_id))
    return found


def _card(
    ws: int, pk: int, name: str, assigned_id: int | None, created_on: date, facets: list[int]
) -> Sequence[Any]:
    return CARD.line(
        {},
        client_id=pk,
        workspace_id=ws,
        standing=ClientCard.Standing.CUSTOMER.value,
        sort_name=fold(name)[:120],
        assigned_to_id=assigned_id,
        created_on=created_on,
        last_activity_on=created_on,
        facets=sorted(set(facets)),
    )


def _facts(created_on: date) -> list[tuple[int, date]]:
    """How a customer without any work counts; the same as counts.facts_of says of its card."""
    return [
        (Fact.TOTAL, created_on),
        (Fact.ACTIVITY, created_on),
        (Fact.BUSINESS, NEVER),
        (Fact.PAID, NEVER),
    ]


def search_text(row: CleanRow) -> str:
    """The text that search looks through; the same as clients.search_text makes of the stored rows."""
    values, place = row.values, row.place or {}
    words = [row.name]
    words += [
        values.get(name, "") for name in ("company_name", "first_name", "last_name", "email", "external_id")
    ]
    words += [
        place.get(name, "")
        for name in ("label", "line1", "line2", "line3", "town", "county", "postcode", "external_id")
    ]
    for phone in row.phones:
        words += _phone_words(phone.typed, phone.e164, phone.extension, phone.national_digits)
    return join_words(words)


def _phone_words(typed: str, e164: str, extension: str, national: str) -> list[str]:
    if not e164:
        return [digits(typed)]
    international = e164.removeprefix("+")
    return [international, "" if international.endswith(national) else national, extension]


