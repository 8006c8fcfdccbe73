"""What can be asked of a card: the parts a filter is made of.

Each part has three forms. `q()` is what it means, right on both databases. `tested()` is the same, written so
that it is checked on one card after the other while an index in the order of the page is walked; the orders'
indexes carry all columns that are tested. `listed()`, where one index knows the clients it holds for, is a
SELECT of their ids. clients.planning chooses.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import connection
from django.db.models import BooleanField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

from doorstep.clients.models import ClientCard, CustomValue
from doorstep.core.db import FAR
from doorstep.core.ways import Plan

Sql = tuple[str, tuple[Any, ...]]

_OF_FACETS = "SELECT f.client_id FROM clients_card_facet f WHERE f.workspace_id = %s AND f.facet IN ({marks})"


def select_of(rows: "QuerySet[Any, Any]") -> Sql:
    """The SELECT of a queryset, with its parameters."""
    sql, params = rows.query.sql_with_params()
    return sql, tuple(params)


class Condition(ABC):
    """One thing that must hold for a card.

    `steps`: how many entries of an index one could walk past while this is tested once.
    """

    steps: ClassVar[int] = 5

    @abstractmethod
    def q(self) -> Q:
        """What it means."""

    def tested(self) -> Q:
        """The same, for checking card by card."""
        return self.q()

    def of(self, column: str) -> Q:
        """What it says, or implies, of this one column of the card: bounds for walking an order by it."""
        return Q()

    def plan_by_name(self, cards: "QuerySet[ClientCard]") -> Plan | None:
        """Ways of its own to those of the `cards` that it holds for, by name; None when it has none."""
        return None

    def listed(self, workspace_id: int) -> Sql | None:
        """A SELECT of the ids of all clients it holds for; None where no index has them."""
        return None

    def counted(self, workspace_id: int) -> Sql | None:
        """A SELECT of as many rows, for counting: it may name a column that spares looking at the cards."""
        return self.listed(workspace_id)


def _about(column: str, *said: Q | None) -> Q:
    """The parts of plain conjunctions that speak of the column."""
    asked = Q()
    for one in said:
        if one is None or one.connector != Q.AND or one.negated:
            continue
        for child in one.children:
            if isinstance(child, tuple) and child[0].split("__")[0] == column:
                asked &= Q(child)
    return asked


@dataclass(frozen=True, slots=True)
class HasFacet(Condition):
    """At least one of these facets: tagged VIP; from Google or from a referral."""

    steps = 1
    facets: tuple[int, ...]

    def q(self) -> Q:
        return Q(facets__has_any=self.facets)

    def tested(self) -> Q:
        return Q(facets__shows_any=self.facets)

    def listed(self, workspace_id: int) -> Sql | None:
        # PostgreSQL's own statistics know how common each facet is.
        if connection.vendor == "postgresql":
            return None
        marks = ", ".join(["%s"] * len(self.facets)) or "NULL"
        return _OF_FACETS.format(marks=marks), (workspace_id, *self.facets)


@dataclass(frozen=True, slots=True)
class HasNoFacet(Condition):
    """None of these facets."""

    steps = 1
    facets: tuple[int, ...]

    def q(self) -> Q:
        return ~Q(facets__has_any=self.facets)

    def tested(self) -> Q:
        return ~Q(facets__shows_any=self.facets)


#: Columns of the card whose ranges an index lists.
_INDEXED = {"last_visit_on", "created_on", "open_balance_cents", "last_activity_on"}
#: The same where the index holds only cards that have such a day. SQLite must see that as a constant, written
#: as the index's own condition is, before it uses the index.
_PARTLY_INDEXED = {"follow_up_from", "flagged_on"}


@dataclass(frozen=True, slots=True)
class Between(Condition):
    """A column of the card from `low` to `high`, both included; None: open."""

    steps = 1
    column: str
    low: Any = None
    high: Any = None
    implied: Q | None = None  # see Holds

    def q(self) -> Q:
        asked = Q()
        if self.low is not None:
            asked &= Q(**{f"{self.column}__gte": self.low})
        if self.high is not None:
            asked &= Q(**{f"{self.column}__lte": self.high})
        return asked

    def of(self, column: str) -> Q:
        return _about(column, self.q(), self.implied)

    def listed(self, workspace_id: int) -> Sql | None:
        return self._select(workspace_id, "client_id")

    def counted(self, workspace_id: int) -> Sql | None:
        return self._select(workspace_id, self.column)

    def _select(self, workspace_id: int, column: str) -> Sql | None:
        if connection.vendor == "postgresql" or self.column not in _INDEXED | _PARTLY_INDEXED:
            return None
        cards = ClientCard.objects.filter(self.q(), workspace_id=workspace_id, archived=False)
        if self.column in _PARTLY_INDEXED:
            some_day = RawSQL(f"{self.column} < '{FAR}'", (), output_field=BooleanField())  # noqa: S611  # a column of ours and a constant
            cards = cards.filter(some_day)
        return select_of(cards.order_by().values(column))


@dataclass(frozen=True, slots=True)
class Holds(Condition):
    """Any other condition on the card's own columns.

    `implied`: what follows from it about columns that lists are ordered by. Who was never paid has no
    revenue: with that said, the walk down the revenue begins where those are, not at everybody else.
    """

    steps = 1
    asked: Q
    implied: Q | None = None

    def q(self) -> Q:
        return self.asked

    def of(self, column: str) -> Q:
        return _about(column, self.asked, self.implied)


@dataclass(frozen=True, slots=True)
class Marked(Condition):
    """A mark that few cards bear, a yes-or-no column for which there is an index of those that say yes."""

    steps = 1
    column: str

    def q(self) -> Q:
        return Q(archived=False, **{self.column: True})

    def listed(self, workspace_id: int) -> Sql | None:
        if connection.vendor == "postgresql":
            return None
        return select_of(ClientCard.objects.filter(self.q(), workspace_id=workspace_id).values("client_id"))


@dataclass(frozen=True, slots=True)
class Among(Condition):
    """One of the clients that a query of other rows names: `ids` selects their column `client_id`."""

    ids: "QuerySet[Any, Any]"

    def q(self) -> Q:
        return Q(pk__in=self.ids)

    def tested(self) -> Q:
        if connection.vendor != "postgresql":
            return self.q()
        # With EXISTS it would make the whole list first, for the few cards of a page.
        own = self.ids.filter(client_id=OuterRef("pk")).order_by().values("client_id")
        return Q(IsNull(Subquery(own[:1]), False))

    def listed(self, workspace_id: int) -> Sql | None:
        return None if connection.vendor == "postgresql" else select_of(self.ids)


def custom_values(workspace_id: int, field_id: int) -> "QuerySet[CustomValue]":
    """The indexed values of one custom field."""
    return CustomValue.objects.filter(workspace_id=workspace_id, field_id=field_id)
