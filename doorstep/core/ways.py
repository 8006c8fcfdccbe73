"""Ways to the first rows of an order: along its index, along only the beginning of it, or by sorting all.

Which is quick depends on how many rows fit and where they stand; whoever knows that tells core.paging which
ways to try, one after the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import BooleanField, ExpressionWrapper, Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from doorstep.core.from_clause import out_of

_Row = TypeVar("_Row", bound=Model)
Ordered = Callable[["QuerySet[Any, Any]"], "QuerySet[Any, Any]"]


class Way(Protocol):
    """One way to the rows that fit."""

    def through(self, ordered: Ordered) -> "QuerySet[Any, Any]":
        """All rows that this way comes by, in the order that `ordered` gives to a queryset."""


@dataclass(frozen=True, slots=True)
class Walked(Generic[_Row]):
    """However far: the database walks the order's index, or what else it was told."""

    rows: "QuerySet[_Row, Any]"

    def through(self, ordered: Ordered) -> "QuerySet[Any, Any]":
        """The rows, ordered."""
        return ordered(self.rows)


@dataclass(frozen=True, slots=True)
class Gathered(Generic[_Row]):
    """All that fit are found by what they fit, then sorted: PostgreSQL is kept from walking the order."""

    rows: "QuerySet[_Row, Any]"

    def through(self, ordered: Ordered) -> "QuerySet[Any, Any]":
        """The rows, ordered when all are there."""
        return ordered(out_of(self.rows.model._base_manager.all(), self.rows.order_by(), fenced=True))


@dataclass(frozen=True, slots=True)
class Nearby(Generic[_Row]):
    """The next `steps` of the `entries` of the order's index, and of these the rows that fit.

    What `fits` asks is worked out where the entry is read, so that it costs no look at the table when the
    index has all that is asked for. `column`: the order's.
    """

    entries: "QuerySet[_Row, Any]"
    fits: Q
    steps: int
    column: str

    def through(self, ordered: Ordered) -> "QuerySet[Any, Any]":
        """Those of the next entries that fit; fewer than there are, when there are more entries."""
        model = self.entries.model
        assert model._meta.pk is not None
        said = self.entries.annotate(fits=ExpressionWrapper(self.fits, output_field=BooleanField()))
        next_ones = ordered(said).values(model._meta.pk.attname, self.column, "fits")[: self.steps]
        fitting = RawSQL("fits", (), output_field=BooleanField())
        return ordered(out_of(model._base_manager.all(), next_ones).filter(fitting))


@dataclass(frozen=True, slots=True)
class Plan:
    """The `ways` to the rows, the likelier first.

    `glance`: the way to those among the first `glanced` entries, to count when counting all takes long.
    """

    ways: tuple[Way, ...]
    glance: Way | None = None
    glanced: int = 0


def how_many(way: Way, up_to: int) -> int:
    """How many rows the way comes by, `up_to` at most; in no order, which spares it much. One statement."""
    return way.through(lambda rows: rows)[:up_to].count()
