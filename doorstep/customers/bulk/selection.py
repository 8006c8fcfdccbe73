"""Which customers a bulk change or an export is about: those ticked, or all that fit a filter."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db.models import QuerySet

from doorstep.clients.models import ClientCard
from doorstep.customers.filters import CustomerFilter
from doorstep.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Selection:
    """`ids`: those ticked; or `everything` that fits `query` (the list's query string) but `excluded`."""

    ids: tuple[int, ...] = ()
    everything: bool = False
    query: str = ""
    excluded: tuple[int, ...] = ()

    def as_params(self) -> dict[str, Any]:
        """JSON-ready, for Run.params."""
        return asdict(self)

    @classmethod
    def of(cls, params: dict[str, Any]) -> Self:
        """What `as_params` gave."""
        return cls(tuple(params["ids"]), params["everything"], params["query"], tuple(params["excluded"]))

    def is_empty(self) -> bool:
        """Whether nobody was chosen."""
        return not (self.ids or self.everything)

    def cards(self, actor: Actor) -> QuerySet[ClientCard]:
        """The cards of the chosen customers that the actor may see."""
        if self.everything:
            cards = CustomerFilter(self.query, actor).cards()
            return cards.exclude(pk__in=self.excluded) if self.excluded else cards
        standing = ClientCard.Standing.CUSTOMER
        return ClientCard.objects.visible_to(actor).filter(standing=standing, pk__in=self.ids)

    def find(self, actor: Actor) -> Iterator[int]:
        """The ids in rising order. Those ticked are all given, also what has gone: the action says so."""
        if not self.everything:
            return iter(sorted(set(self.ids)))
        return self.cards(actor).order_by("pk").values_list("pk", flat=True).iterator(chunk_size=5000)

    def count_up_to(self, actor: Actor, most: int) -> int:
        """How many they are, counting no further than `most` + 1."""
        if not self.everything:
            return min(len(set(self.ids)), most + 1)
        return len(self.cards(actor).order_by().values_list("pk", flat=True)[: most + 1])
