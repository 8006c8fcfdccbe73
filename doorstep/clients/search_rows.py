"""The search rows that have certain words, and the ways to the first of them by name.

On PostgreSQL, trigrams know who has the words, but in no order; the index of names knows the order, but not
the words. What few have is gathered and sorted; what thousands have is met soon by going from name to name.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex

from doorstep.clients.models import ClientCard, ClientSearch
from doorstep.core.from_clause import out_of
from doorstep.core.search import SearchQuery, fts_expression, looked_up
from doorstep.core.ways import Ordered, Way

#: What more clients than this have is looked for by going from name to name; so many names are looked at.
COMMON, STEPS = 8000, 10_000

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


def ways_by_name(workspace_id: int, query: SearchQuery, cards: "QuerySet[ClientCard]") -> tuple[Way, ...]:
    """The ways to the `cards` that have the words, by name, on PostgreSQL. At most two statements."""
    everybody = ClientSearch.objects.filter(workspace_id=workspace_id)
    expected = _expected(
        everybody.filter(*(Q(text__contains=part) for part in (*query.needles, *_beginnings(query))))
    )
    gathered = _Gathered(matching_rows(workspace_id, query), cards)
    # Those whose name begins so all stand in one place, and are not met on the way there.
    if expected >= COMMON <= expected - _expected(everybody.filter(begins_with(query.beginning))):
        return _FromNameToName(everybody, query, cards), gathered
    return (gathered,)


def _expected(rows: "QuerySet[ClientSearch]") -> int:
    """How many rows PostgreSQL thinks that is, by its statistics."""
    found = re.search(r"rows=(\d+)", rows.values("pk").explain())
    return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class _FromNameToName:
    """Those who have the words among the next STEPS names."""

    everybody: "QuerySet[ClientSearch]"
    query: SearchQuery
    cards: "QuerySet[ClientCard]"

    def through(self, ordered: Ordered) -> "QuerySet[Any, Any]":
        """The rows, by name."""
        return ordered(self._passing(ordered(self.everybody)))

    def count(self, up_to: int) -> int:
        """How many they are."""
        return self._passing(self.everybody.order_by("sort_name", "pk"))[:up_to].count()

    def _passing(self, names: "QuerySet[ClientSearch]") -> "QuerySet[ClientSearch]":
        near = out_of(ClientSearch.objects.order_by(), names[:STEPS])
        return _of(self.cards, near.filter(said_by(self.query)))


@dataclass(frozen=True, slots=True)
class _Gathered:
    """All who have the words, put in order before any card is looked at."""

    rows: "QuerySet[ClientSearch]"
    cards: "QuerySet[ClientCard]"

    def through(self, ordered: Ordered) -> "QuerySet[Any, Any]":
        """The rows, by name."""
        return ordered(self._all(ordered(self.rows)))

    def count(self, up_to: int) -> int:
        """How many they are: any of them, as the index finds them."""
        return self._all(self.rows)[:up_to].count()

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
