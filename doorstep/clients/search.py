"""Finding clients by anything one knows of them: name, company, e-mail, phone in any spelling, address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex

from doorstep.clients.conditions import Condition, Sql, select_of
from doorstep.clients.models import ClientCard, ClientSearch
from doorstep.clients.planning import by_key
from doorstep.core.search import SearchQuery, fts_expression, read_query, without_apostrophes
from doorstep.identity.actor import Actor

#: Names that begin with what was typed come first; so many rows are then looked at for the other words.
_LOOKED_AT = 200

_FTS = "SELECT rowid FROM clients_search_fts WHERE clients_search_fts MATCH %s"
_FTS_OF_WORKSPACE = (
    "SELECT s.client_id FROM clients_search_fts f JOIN clients_clientsearch s ON s.client_id = f.rowid"
    " WHERE f.text MATCH %s AND s.workspace_id = %s"
)


@dataclass(frozen=True, slots=True)
class Mentions(Condition):
    """The client's search text has all of the words; of a single letter, the name begins with it."""

    query: SearchQuery
    workspace_id: int

    def q(self) -> Q:
        if self.query.only_beginning:
            return begins_with(self.query.beginning)
        return Q(pk__in=matching_rows(self.workspace_id, self.query).values("client_id"))

    def tested(self) -> Q:
        if self.query.only_beginning:
            return self.q()
        own = ClientSearch.objects.filter(client_id=OuterRef("pk"))
        return Q(Exists(own.filter(_says(self.query))))

    def listed(self, workspace_id: int) -> Sql | None:
        if self.query.only_beginning:
            return None  # the walk by name, or the index on it, is what finds these
        if connection.vendor != "postgresql" and not self.query.starts:
            return _FTS_OF_WORKSPACE, (fts_expression(self.query), workspace_id)
        sql, params = select_of(matching_rows(workspace_id, self.query).values("client_id"))
        if connection.vendor == "postgresql":
            # Planned without regard to a LIMIT around it: by the trigram index, never a look at every row.
            return f"WITH found AS MATERIALIZED ({sql}) SELECT client_id FROM found", params  # noqa: S608
        return sql, params


def begins_with(beginning: str) -> Q:
    """Cards whose name begins so: a range, which the index on the name serves on both databases."""
    return Q(sort_name__gte=beginning, sort_name__lt=f"{beginning}\U0010ffff")


def matching_rows(workspace_id: int, query: SearchQuery) -> "QuerySet[ClientSearch]":
    """The search rows that have all needles and short words, by the trigram index of either database."""
    rows = ClientSearch.objects.filter(workspace_id=workspace_id).order_by()
    if connection.vendor == "postgresql":
        for needle in query.needles:
            rows = rows.filter(text__contains=needle)
    elif query.needles:
        rows = rows.filter(pk__in=RawSQL(_FTS, (fts_expression(query),)))  # noqa: S611  # a constant
    for start in query.starts:
        rows = rows.filter(text__contains=f" {start}")
    return rows


def _says(query: SearchQuery) -> Q:
    """The same as `matching_rows`, for one row at hand: plain string functions, which no index serves."""
    said = Q()
    for needle in query.needles:
        said &= _has(needle)
    for start in query.starts:
        said &= _has(f" {start}")
    return said


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


def find_clients(
    *, actor: Actor, typed: str, limit: int = 8, standing: int = ClientCard.Standing.CUSTOMER
) -> list[int]:
    """Ids of the clients that best fit what is being typed: names that begin so first, then any mention.

    At most three statements; archived clients are left out. [] when nothing was typed.
    """
    query = read_query(typed)
    if not query:
        return []
    cards = ClientCard.objects.visible_to(actor).filter(standing=standing, archived=False)
    named = cards.filter(begins_with(query.beginning)).order_by("sort_name", "pk")
    found = list(named.values_list("pk", flat=True)[:limit])
    if len(found) < limit and not query.only_beginning:
        mentioned = _first_mentions(Mentions(query, actor.workspace_id))
        others = by_key(cards).filter(pk__in=mentioned).exclude(pk__in=found)
        found += _by_name_first(query, others.values_list("pk", "sort_name"))[: limit - len(found)]
    return found


def _by_name_first(query: SearchQuery, cards: Iterable[tuple[int, str]]) -> list[int]:
    """Those whose name has the words before those found by an address or an e-mail; each by name."""

    def key(card: tuple[int, str]) -> tuple[bool, str, int]:
        pk, name = card
        spoken = f" {without_apostrophes(name)}"
        return not all(needle in spoken for needle in query.needles), name, pk

    return [pk for pk, _name in sorted(cards, key=key)]


def _first_mentions(condition: Mentions) -> list[int]:
    """Any few of the clients that the condition lists, without finding all of them first."""
    listing = condition.listed(condition.workspace_id)
    assert listing is not None
    sql, params = listing
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {_LOOKED_AT}", params)  # the condition's own SELECT
        return [client_id for (client_id,) in cursor.fetchall()]
