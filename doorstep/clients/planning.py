"""Choosing how to find the first cards of an order: walk the order's index, or begin at the few that fit.

SQLite keeps no statistics of single values, so it cannot know that "VIP" is common and "Rare" is not; we
count (up to a cap, on an index) and say which index to use. PostgreSQL knows, except for search texts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from doorstep.clients.conditions import Condition, Sql
from doorstep.clients.counts import Fact
from doorstep.clients.models import ClientCard
from doorstep.core.from_clause import by_index

#: Up to so many, it is quicker to fetch and sort them all than to walk past the others.
FEW = 3000
#: Up to so many, SQLite lists the ids once and tests the index's entries against them; beyond, row by row.
SOME = 20_000

#: The index of the primary key, for starting from known ids.
KEY = "sqlite_autoindex_clients_clientcard_1"

_TOTAL = f"(SELECT sum(delta) FROM clients_countdelta WHERE workspace_id = %s AND fact = {Fact.TOTAL:d})"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Task:
    """What the cards are for: the first `wanted` in the order of the index `walked` ("": none has them)."""

    workspace_id: int
    walked: str
    wanted: int


@dataclass(frozen=True, slots=True)
class _Sized:
    """A condition with its listing and how many ids that has, counted to just above SOME."""

    condition: Condition
    listing: Sql | None = None
    size: int = SOME + 1


@dataclass(frozen=True, slots=True)
class Plan:
    """The cards with all conditions. `fenced`: find them all before sorting (core.paging.Pager).

    `expected`: how many PostgreSQL thinks there are.
    """

    cards: "QuerySet[ClientCard]"
    fenced: bool = False
    expected: int = 0


def plan_cards(cards: "QuerySet[ClientCard]", conditions: Sequence[Condition], task: Task) -> Plan:
    """`cards` with all `conditions`, shaped for the task. At most two statements to find out how."""
    is_postgresql = connection.vendor == "postgresql"
    total, sized = _measured(conditions, task.workspace_id)
    rarest = min((one for one in sized if one.listing), key=lambda one: one.size, default=None)
    if rarest is not None and _begins_there(rarest.size, total, sized, task.wanted):
        others = [one.condition.tested() for one in sized if one is not rarest]
        return Plan(_told(cards.filter(pk__in=_ids(rarest)).filter(*others), KEY), fenced=is_postgresql)
    for one in sized:
        listed = one.listing and one.size <= SOME and connection.vendor == "sqlite"
        # Tested as well where it is listed: a range on the order's own column lets the walk begin inside it.
        cards = cards.filter(one.condition.tested())
        cards = cards.filter(pk__in=_ids(one)) if listed else cards
    if is_postgresql and conditions:
        return Plan(cards, fenced=True, expected=_expected(cards))
    return Plan(_told(cards, task.walked))


def _expected(cards: "QuerySet[ClientCard]") -> int:
    """How many rows PostgreSQL thinks that is, from its statistics."""
    found = re.search(r"rows=(\d+)", cards.order_by().explain())
    return int(found[1]) if found else 0


def _begins_there(rarest: int, total: int, sized: Sequence[_Sized], wanted: int) -> bool:
    """Whether fetching the `rarest` set costs less than walking until `wanted` cards passed everything."""
    if rarest <= FEW or connection.vendor != "sqlite":
        return rarest <= FEW
    share = 1.0
    for one in sized:
        share *= min(1.0, one.size / total) if one.listing else 1.0
    # A card fetched by its key costs about three steps of the walk.
    return rarest <= SOME and 3 * rarest < min(total, wanted / share)


def _measured(conditions: Sequence[Condition], workspace_id: int) -> tuple[int, list[_Sized]]:
    """How many cards there are and how many clients each condition lists, in one statement."""
    listings = [condition.listed(workspace_id) for condition in conditions]
    counted = [condition.counted(workspace_id) for condition in conditions]
    asked = [select for select in counted if select]
    if not asked:
        return 0, [_Sized(condition) for condition in conditions]
    cap = SOME + 1 if connection.vendor == "sqlite" else FEW + 1
    counts = [f"(SELECT count(*) FROM ({sql} LIMIT {cap}) AS few)" for sql, _ in asked]  # noqa: S608
    values = [value for _, params in asked for value in params]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_TOTAL}, {', '.join(counts)}", [workspace_id, *values])
        total, *sizes = cursor.fetchone()
    found = iter(sizes)
    return max(total or 0, 1), [
        _Sized(condition, listing, next(found)) if listing else _Sized(condition)
        for condition, listing in zip(conditions, listings, strict=True)
    ]


def _ids(one: _Sized) -> RawSQL:
    assert one.listing is not None
    sql, params = one.listing
    return RawSQL(sql, params)  # noqa: S611  # made by the conditions, values as parameters


def _told(cards: "QuerySet[ClientCard]", index: str) -> "QuerySet[ClientCard]":
    return by_index(cards, index) if index and connection.vendor == "sqlite" else cards


def by_key(cards: "QuerySet[ClientCard]") -> "QuerySet[ClientCard]":
    """The cards looked up by key, for a few known ids."""
    return _told(cards, KEY)
