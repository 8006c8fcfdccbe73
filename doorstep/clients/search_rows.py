"""The search rows that have certain words, by index or one at hand."""

from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex

from doorstep.clients.models import ClientSearch
from doorstep.core.search import SearchQuery, fts_expression, looked_up

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
