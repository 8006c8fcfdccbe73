"""The search rows that have certain words, and the ways to the first of them by name.

On PostgreSQL, trigrams know who has the words, but in no order; the index of names knows the order, but not
the words. What few have is gathered and sorted; what thousands have is met soon by going from name to name.
"""

import json
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex

from doorstep.clients.models import ClientCard, ClientSearch
from doorstep.core.from_clause import out_of
from doorstep.core.search import SearchQuery, fts_expression, looked_up
from doorstep.core.ways import Ordered, Plan

#: What it costs to look at the next name, and to fetch one who has the words by trigrams; microseconds.
STEP, FETCH = 0.8, 3.0
#: So many names are gone through at most before all who have the words are gathered after all; so many to
#: tell of how many they are at least.
MOST_STEPS, GLANCE = 40_000, 2000
#: A page of a hundred, and one more.
_WANTED = 101

_FTS = "SELECT rowid FROM clients_search_fts WHERE clients_search_fts MATCH %s"


def begins_with(beginning: str) -> Q:
    """Rows whose name begins so: a range, which the index on the name serves on both databases."""
    return Q(sort_name__gte=beginning, sort_name__lt=f"{beginning}\U0010ffff")


def matching_rows(workspace_id: int, query: SearchQuery) -> "QuerySet[ClientSearch]":
    """The search rows that have all needles and short words, by the trigram index of either database."""
    rows = ClientSearch.objects.filter(workspace_id=workspace_id).order_by()
    if connection.vendor == "postgresql":
        for part in (part for needle in query.needles for part in looked_up(needle)):
            rows = rows.filter(text__contains=part)
        return rows.filter(said_by(query, beyond_index=True))
    if query.needles:
        rows = rows.filter(pk__in=RawSQL(_FTS, (fts_expression(query),)))  # noqa: S611  # a constant
    for beginning in _beginnings(query):
        rows = rows.filter(text__contains=beginning)
    return rows


def said_by(query: SearchQuery, *, beyond_index: bool = False) -> Q:
    """The same as `matching_rows`, for one row at hand: plain string functions, which no index serves.

    `beyond_index`: only what PostgreSQL's index was not asked for.
    """
    needles = [one for one in query.needles if not beyond_index or looked_up(one) != (one,)]
    return Q(*(_has(part) for part in (*needles, *_beginnings(query))))


def _beginnings(query: SearchQuery) -> list[str]:
    return [f" {start}" for start in query.starts]


def plan_by_name(workspace_id: int, query: SearchQuery, cards: "QuerySet[ClientCard]") -> Plan:
    """The ways to the `cards` that have the words, by name, on PostgreSQL. One statement."""
    everybody = ClientSearch.objects.filter(workspace_id=workspace_id)
    having = everybody.filter(*(Q(text__contains=part) for part in (*query.needles, *_beginnings(query))))
    total, expected, together = _expected(everybody, having, everybody.filter(begins_with(query.beginning)))
    gathered = _Gathered(matching_rows(workspace_id, query), cards)
    # Those whose name begins so all stand in one place, and are not met on the way there.
    steps = _WANTED * total // max(expected - together, 1)
    if steps <= MOST_STEPS and steps * STEP < expected * FETCH:
        near = _FromNameToName(everybody, query, cards, min(2 * steps, MOST_STEPS))
        return Plan((near, gathered), replace(near, steps=GLANCE), GLANCE)
    return Plan((gathered,))


def _expected(*sets: "QuerySet[ClientSearch]") -> list[int]:
    """How many rows PostgreSQL thinks each of them has, by its statistics; asked all at once."""
    first, *others = (rows.order_by().values("pk") for rows in sets)
    (told,) = json.loads(first.union(*others, all=True).explain(format="json"))
    return [part["Plan Rows"] for part in told["Plan"]["Plans"]]


@dataclass(frozen=True, slots=True)
class _FromNameToName:
    """Those who have the words among the next `steps` names."""

    everybody: "QuerySet[ClientSearch]"
    query: SearchQuery
    cards: "QuerySet[ClientCard]"
    steps: int

    def through(self, ordered: Ordered) -> "QuerySet[Any, Any]":
        """The rows, by name."""
        return ordered(self._passing(ordered(self.everybody)))

    def _passing(self, names: "QuerySet[ClientSearch]") -> "QuerySet[ClientSearch]":
        near = out_of(ClientSearch.objects.order_by(), names[: self.steps])
        return _of(self.cards, near.filter(said_by(self.query)))


@dataclass(frozen=True, slots=True)
class _Gathered:
    """All who have the words, put in order before any card is looked at."""

    rows: "QuerySet[ClientSearch]"
    cards: "QuerySet[ClientCard]"

    def through(self, ordered: Ordered) -> "QuerySet[Any, Any]":
        """The rows, by name."""
        return ordered(self._all(ordered(self.rows)))

    def _all(self, rows: "QuerySet[ClientSearch]") -> "QuerySet[ClientSearch]":
        named = rows.values("client_id", "sort_name")  # texts would only be carried along
        return _of(self.cards, out_of(ClientSearch.objects.order_by(), named, fenced=True))


def _of(cards: "QuerySet[ClientCard]", rows: "QuerySet[ClientSearch]") -> "QuerySet[ClientSearch]":
    """Those whose card is one of the cards, looked up row by row: EXISTS would be planned as a join."""
    card = Subquery(cards.filter(pk=OuterRef("pk")).order_by().values("pk"))
    return rows.alias(card=card).filter(card__isnull=False)


def _has(part: str) -> Q:
    return Q(_IsPart(F("text"), Value(part)))


class _IsPart(StrIndex):
    """Whether the second text is in the first, as a condition."""

    output_field = BooleanField()  # type: ignore[assignment]  # the position, compared

    def as_sql(  # type: ignore[override]  # the stubs know no such wide one
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[str, Any]:
        sql, params = super().as_sql(compiler, connection, **extra)
        return f"({sql} > 0)", params

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, **{**extra, "function": "STRPOS"})
