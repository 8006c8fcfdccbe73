"""Choosing how to find the first cards of an order: walk the order's index, or begin at the few that fit.

SQLite keeps no statistics of single values, so it cannot know that "VIP" is common and "Rare" is not; we
count (up to a cap, on an index) and say which index to use. PostgreSQL knows, except for search texts; but it
takes what it knows of two columns for independent, and would walk to the other end of an order where, say,
nobody new is inactive. So it walks a stretch, and what did not fill a page by then is found another way.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from doorstep.clients.conditions import Condition, Holds, Sql
from doorstep.clients.counts import Fact
from doorstep.clients.models import ClientCard
from doorstep.core.from_clause import by_index
from doorstep.core.paging import Sort
from doorstep.core.ways import Gathered, Nearby, Plan, Walked

#: Up to so many, it is quicker to fetch and sort them all than to walk past the others.
FEW = 3000
#: Up to so many, SQLite would rather fetch them all, when the walk is long; beyond, it does not count on.
SOME = 20_000
#: So many PostgreSQL fetches and sorts all at once, less where several conditions have to meet;
#: of what an index alone answers, as many as are thought to cost so much.
FEW_FITTING, CHEAP = 7000, 2500
#: Entries of an order's index that are walked past before another way is tried; the same for counting.
STRETCH, GLANCE = 24_000, 8000
#: From so many on, walking on beats fetching all: they must stand somewhere.
MANY_FITTING = 100_000

#: The index of the primary key, for starting from known ids.
KEY = "sqlite_autoindex_clients_clientcard_1"

_TOTAL = f"(SELECT sum(delta) FROM clients_countdelta WHERE workspace_id = %s AND fact = {Fact.TOTAL:d})"  # noqa: S608  # a number of ours


@dataclass(frozen=True, slots=True)
class _Sized:
    """A condition with its listing and how many ids that has, counted to just above SOME."""

    condition: Condition
    listing: Sql | None = None
    size: int = SOME + 1


class Planner:
    """Plans for the `cards` of a workspace with all `conditions`; asks the database once, if at all.

    Where there are conditions, all that the cards must be is among them.
    """

    def __init__(
        self, cards: "QuerySet[ClientCard]", conditions: Sequence[Condition], workspace_id: int
    ) -> None:
        self.cards, self.conditions, self.workspace_id = cards, conditions, workspace_id
        self._tested = Q(*(condition.tested() for condition in conditions))
        self._gathered = Gathered(cards.filter(*(condition.q() for condition in conditions)))

    @cached_property
    def _measures(self) -> tuple[int, list[_Sized]]:
        return _measured(self.conditions, self.workspace_id)

    @cached_property
    def _guess(self) -> tuple[int, float]:
        return guessed(self._gathered.rows.values("pk", "sort_name"))

    def plan(self, sort: Sort, wanted: int) -> Plan:
        """How to find the first `wanted` in that order."""
        total, sized = self._measures
        rarest = min((one for one in sized if one.listing), key=lambda one: one.size, default=None)
        if rarest is not None and _begins_there(rarest.size, total, sized, wanted):
            return self._beginning_with(rarest)
        bounds = Q(*(condition.of(sort.column) for condition in self.conditions))
        walked = Walked(_told(self.cards.filter(bounds, self._tested), sort.index))
        if not self.conditions:
            return Plan((walked,))
        entries = ClientCard.objects.filter(bounds, workspace_id=self.workspace_id, archived=False)
        told = _told(entries.order_by(sort.column, "pk"), sort.index)
        if connection.vendor != "postgresql":
            # It tests what the index holds before it turns to the table, but only for what a WHERE says.
            last = told.values(sort.column)[GLANCE - 1 : GLANCE]
            near = walked.rows.filter(**{f"{sort.column}__lte": Subquery(last)})
            return Plan((walked,), Walked(near), GLANCE)
        steps = max(condition.steps for condition in self.conditions)
        fitting, cost = self._guess
        if fitting < FEW_FITTING // self._asked or cost < CHEAP:
            return Plan((self._gathered,))
        nearby = Nearby(told, self._tested, STRETCH // steps, sort.column)
        glance = replace(nearby, steps=GLANCE // steps)
        return Plan((nearby, self._gathered if fitting < MANY_FITTING else walked), glance, glance.steps)

    @property
    def _asked(self) -> int:
        # What merely holds of cards has no index that would have to be read through.
        return sum(not isinstance(condition, Holds) for condition in self.conditions) or 1

    def _beginning_with(self, rarest: _Sized) -> Plan:
        others = [one.condition.tested() for one in self._measures[1] if one is not rarest]
        begun = _told(self.cards.filter(pk__in=_ids(rarest)).filter(*others), KEY)
        return Plan((Gathered(begun) if connection.vendor == "postgresql" else Walked(begun),))


def guessed(rows: "QuerySet[Any, Any]") -> tuple[int, float]:
    """How many rows PostgreSQL thinks a query finds, and what it thinks that costs. One statement."""
    found = re.search(r"\.\.([\d.]+) rows=(\d+)", rows.order_by().explain())
    return (int(found[2]), float(found[1])) if found else (0, 0.0)


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
    counts = [f"(SELECT count(*) FROM ({sql} LIMIT {cap}) AS few)" for sql, _ in asked]  # noqa: S608  # the conditions' own SELECTs
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
