"""What can be asked of a card: the parts a filter is made of.

Each says it twice: as a `Q` on ClientCard, which is what it means, and, where one index can list the clients it
holds for, as those ids (`listed`), from which clients.planning learns how rare it is.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet

from doorstep.clients.facets import CardFacet
from doorstep.clients.models import ClientCard


class Condition(Protocol):
    """One thing that must hold for a card."""

    def q(self) -> Q:
        """The condition on ClientCard, right on both databases."""

    def listed(self, workspace_id: int) -> "QuerySet[Any, int] | None":
        """Ids of the clients it holds for, from one index; None when no index lists them."""


@dataclass(frozen=True, slots=True)
class HasFacet:
    """One facet of several: tagged with any of these, from any of these sources."""

    facets: tuple[int, ...]

    def q(self) -> Q:
        return Q(facets__has_any=self.facets)

    def listed(self, workspace_id: int) -> "QuerySet[Any, int] | None":
        return ...
