"""One filter for customers, whoever asks: the list, the API, exports and bulk actions read it alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from doorstep.clients.conditions import Condition, HasFacet, Holds
from doorstep.clients.custom_values import PREFIX
from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import ClientCard
from doorstep.clients.planning import Planner
from doorstep.core.paging import Sort
from doorstep.core.ways import Plan, Walked
from doorstep.customers.filters.custom import read_custom
from doorstep.customers.filters.parameters import FIGURES, KEYS, READERS
from doorstep.customers.filters.reading import Part, Reader
from doorstep.customers.filters.tabs import TABS, Tab
from doorstep.customers.permissions import VIEW_CUSTOMERS
from doorstep.identity.actor import Actor

__all__ = ["TABS", "Chip", "CustomerFilter", "Tab"]

Params = Mapping[str, Any] | str


@dataclass(frozen=True, slots=True)
class Chip:
    """One restriction as a person sees it. `removed`: the filter's query string without it."""

    label: str
    value: str
    removed: str


def _lists(params: Params) -> dict[str, list[str]]:
    """Any form of parameters as lists of texts: a QueryDict, a plain mapping, a query string."""
    if isinstance(params, str):
        params = QueryDict(params.removeprefix("?"))
    if isinstance(params, QueryDict):
        return {key: [str(value) for value in params.getlist(key)] for key in params}
    return {
        key: [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
        for key, value in params.items()
        if value is not None
    }


class CustomerFilter:
    """Which customers: the query string `params` read for `actor`. Never raises for what stands in it.

    `errors`: in words, what was ignored and why. Ids of another workspace match nobody.
    Raises PermissionDenied when the actor may not see customers. `today`: the workspace's day.
    """

    def __init__(self, params: Params, actor: Actor, *, today: date | None = None) -> None:
        actor.require(VIEW_CUSTOMERS)
        self.actor = actor
        self.today = today or actor.workspace.today()
        self.params = {
            key: values
            for key, values in _lists(params).items()
            if (key in KEYS or key.startswith(PREFIX)) and any(values)
        }
        reader = Reader(self.params, actor, self.today)
        self.parts: list[Part] = [part for read in (*READERS, read_custom) for part in read(reader)]
        self.errors = reader.errors

    @property
    def tab(self) -> str:
        """The key of the chosen tab."""
        key = next(iter(self.params.get("tab", ())), "all")
        return key if key in TABS else "all"

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the tab is asked for: then counts have to be counted."""
        return any(part.params and part.params[0][0] != "tab" for part in self.parts)

    @property
    def figure(self) -> str:
        """Which of the header's figures is all that is asked for; "" when it is none, or not alone."""
        return next((key for key in FIGURES if self.params == {key: ["1"]}), "")

    @property
    def shows_archived(self) -> bool:
        """Whether archived customers are asked for; the orders' indexes do not hold them."""
        return "archived" in self.params.get("status", ())

    @cached_property
    def query(self) -> str:
        """The filter alone as a query string: no order, no page."""
        return self._written(())

    def _written(self, without: Iterable[tuple[str, str]]) -> str:
        gone = set(without)
        kept = QueryDict(mutable=True)
        for key, values in sorted(self.params.items()):
            left = [value for value in values if (key, value) not in gone and value]
            if left:
                kept.setlist(key, left)
        return kept.urlencode()

    def chips(self) -> list[Chip]:
        """What is asked for besides the tab, each with the way to take it off."""
        shown = (part for part in self.parts if part.words and part.params[0][0] != "tab")
        return [Chip(part.label, part.words, self._written(part.params)) for part in shown]

    def describe(self) -> str:
        """The filter in one line of words, "" when nothing is asked for."""
        words = (f"{part.label}: {part.words}" if part.label else part.words for part in self.parts)
        return " · ".join(one for one in words if one)

    def _seen(self) -> "QuerySet[ClientCard]":
        return ClientCard.objects.visible_to(self.actor).filter(standing=ClientCard.Standing.CUSTOMER)

    def cards(self) -> "QuerySet[ClientCard]":
        """The cards of all customers that fit, in no order. Asks nothing of the database by itself."""
        cards = self._seen()
        for condition in self._conditions():
            cards = cards.filter(condition.q())
        return cards

    @property
    def is_conditional(self) -> bool:
        """Whether any card can fail: a filter, a tab, or an actor who does not see all."""
        return self.is_narrow or self.tab != "all" or self.actor.sees_assigned_to is not None

    def _conditions(self) -> list[Condition]:
        return [part.condition for part in self.parts]

    def _gate(self) -> Iterable[Condition]:
        """What `_seen` says, as conditions."""
        yield Holds(Q(standing=ClientCard.Standing.CUSTOMER))
        if self.actor.sees_assigned_to is not None:
            members = sorted(self.actor.sees_assigned_to)
            yield Holds(Q(assigned_to_id__in=members))
            yield HasFacet(tuple(facet(Facet.MEMBER, pk) for pk in members))

    @cached_property
    def _planner(self) -> Planner:
        conditions = [*self._conditions(), *self._gate()] if self.is_conditional else []
        return Planner(self._seen().filter(archived=False), conditions, self.actor.workspace_id)

    def plan(self, sort: Sort, wanted: int) -> Plan:
        """How to find the first `wanted` of the same cards in that order; one statement the first time."""
        if self.shows_archived:
            return Plan((Walked(self.cards()),))  # the indexes that plans go by hold none of these
        if sort.column == "sort_name" and (plan := self._plan_by_name):
            return plan
        return self._planner.plan(sort, wanted)

    @cached_property
    def _plan_by_name(self) -> Plan | None:
        """The one that the only condition brings along, as a search does."""
        asked = [part.condition for part in self.parts if part.params]
        return asked[0].plan_by_name(self._seen().filter(archived=False)) if len(asked) == 1 else None
