"""Finding clients by anything one knows of them: name, company, e-mail, phone in any spelling, address."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from doorstep.clients.conditions import Condition, Sql, select_of
from doorstep.clients.models import ClientCard, ClientSearch
from doorstep.clients.planning import by_key
from doorstep.clients.search_rows import begins_with, matching_rows, plan_by_name, said_by
from doorstep.core.search import SearchQuery, fts_expression, read_query, without_apostrophes
from doorstep.core.ways import Plan
from doorstep.identity.actor import Actor

#: Names that begin with what was typed come first; so many rows are then looked at for the other words.
_LOOKED_AT = 200

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
        return Q(Exists(own.filter(said_by(self.query))))

    def listed(self, workspace_id: int) -> Sql | None:
        if self.query.only_beginning:
            return None  # the walk by name, or the index on it, is what finds these
        if connection.vendor != "postgresql" and not self.query.starts:
            return _FTS_OF_WORKSPACE, (fts_expression(self.query), workspace_id)
        sql, params = select_of(matching_rows(workspace_id, self.query).values("client_id"))
        if connection.vendor == "postgresql":
            # Planned without regard to a LIMIT around it: by the trigram index, never a look at every row.
            return f"WITH found AS MATERIALIZED ({sql}) SELECT client_id FROM found", params  # noqa: S608  # compiled by Django
        return sql, params

    def plan_by_name(self, cards: "QuerySet[ClientCard]") -> Plan | None:
        if connection.vendor != "postgresql" or self.query.only_beginning:
            return None
        return plan_by_name(self.workspace_id, self.query, cards)


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
