"""What the address of the customers list asks for: the filter, the order, the page, the columns."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from doorstep.billing.permissions import VIEW_MONEY
from doorstep.core.paging import SIZES, BadPlace, Order, Place, Slice, read_place
from doorstep.customers.columns import FOLLOW_UP_COLUMNS, Column, chosen_columns
from doorstep.customers.filters import CustomerFilter
from doorstep.customers.listing import BY_NAME, Counted, counted_soon, order_for, page_of
from doorstep.customers.queries.counts import CustomerCounts, customer_counts
from doorstep.identity.actor import Actor
from doorstep.shell.models import SavedView
from doorstep.shell.saved_views import columns_of, views_for

PAGE = "customers"
#: What says where in the list one is, and not what is in it.
PLACES = ("after", "before", "last")
_SIZE = 50


def cleaned(params: QueryDict) -> QueryDict:
    """The parameters without empty ones, so that addresses stay short."""
    kept = QueryDict(mutable=True)
    for key, values in params.lists():
        if left := [value for value in values if value]:
            kept.setlist(key, left)
    return kept


@dataclass
class ListState:
    """One reading of the list's address for one member. What costs is asked for once, when it is wanted."""

    params: QueryDict
    actor: Actor

    def __post_init__(self) -> None:
        self.found = CustomerFilter(self.params, self.actor)
        self.errors: list[str] = [str(error) for error in self.found.errors]
        self.order = self._read_order()
        self.size = self._read_size()

    @cached_property
    def sees_money(self) -> bool:
        """Whether the member may see money columns."""
        return self.actor.can(VIEW_MONEY)

    def _read_order(self) -> Order:
        key = self.params.get("sort", "")
        order = order_for(key, sees_money=self.sees_money) if key else BY_NAME
        if order is None:
            self.errors.append(_("“sort=%(key)s” was ignored: the list has no such order.") % {"key": key})
        return order or BY_NAME

    def _read_size(self) -> int:
        size = self.params.get("size", str(_SIZE))
        if size in map(str, SIZES):
            return int(size)
        self.errors.append(_("“size=%(size)s” was ignored: a page has 25, 50 or 100 rows.") % {"size": size})
        return _SIZE

    def _read_place(self) -> Place:
        try:
            return read_place(self.params, self.order)
        except BadPlace:
            self.errors.append(_("This link to a page does not fit the list; here is its beginning."))
            return Place()

    @cached_property
    def counts(self) -> CustomerCounts:
        """The header's figures and the tabs' counts."""
        return customer_counts(self.actor, self.found.today)

    @cached_property
    def counted(self) -> Counted:
        """How many customers the list holds, as far as that is quickly told."""
        if not self.found.is_narrow:
            return Counted(self.counts.tabs[self.found.tab])
        if self.found.figure:
            return Counted(getattr(self.counts, self.found.figure))
        page = self._page_without_total
        if page.next == "" and page.previous == "":
            return Counted(len(page.ids))
        return counted_soon(self.found, self.counts.total, shown=page.end or len(page.ids))

    @property
    def total(self) -> int | None:
        """How many customers the list holds; None when that is more than is counted at once."""
        return None if self.counted.more else self.counted.number

    @cached_property
    def _place(self) -> Place:
        return self._read_place()

    @cached_property
    def _page_without_total(self) -> Slice:
        return page_of(self.found, self.order, self.size, self._place)

    @cached_property
    def page(self) -> Slice:
        """The ids of this page and the ways on from it."""
        if self._place.toward == "last" and self.total:
            return page_of(self.found, self.order, self.size, self._place, self.total)
        return self._page_without_total

    @cached_property
    def view(self) -> SavedView | None:
        """The saved view that the address names."""
        pk = self.params.get("view", "")
        if not pk.isdecimal() or len(pk) > 18:
            return None
        return views_for(self.actor, PAGE).filter(pk=int(pk)).first()

    @cached_property
    def columns(self) -> list[Column]:
        """The columns to show: the view's, else the member's, else the page's own."""
        keys = list(self.view.columns) if self.view else []
        keys = keys or columns_of(self.actor, PAGE)
        if not keys and self.found.tab == "follow-up":
            keys = list(FOLLOW_UP_COLUMNS)
        return chosen_columns(self.actor, keys, sees_money=self.sees_money)

    def query(self, **changes: str | None) -> str:
        """The address's query string with changes and from the first page on; None takes a key out."""
        params = self.params.copy()
        for key in PLACES:
            params.pop(key, None)
        for key, value in changes.items():
            if value is None:
                params.pop(key, None)
            else:
                params[key] = value
        return params.urlencode()

    def with_filter(self, query: str) -> str:
        """The address's query string with another filter: order and size stay."""
        params = QueryDict(query, mutable=True)
        for key in ("sort", "size"):
            if value := self.params.get(key):
                params[key] = value
        return params.urlencode()
