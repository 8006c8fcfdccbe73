"""The pages of the customers list: which orders there are, and the keys of one page."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from doorstep.core.paging import Order, Pager, Place, Slice, Sort, read_order
from doorstep.customers.filters import CustomerFilter

#: Orders that tell who is worth or owes most are for those who may see money.
MONEY_SORTS = frozenset({"revenue", "recent", "balance"})
COUNTED_UP_TO = 1000
#: When fewer are expected to pass all conditions, finding them all is less than walking until a page is full.
FEWEST_WALKED = 5000

SORTS: Mapping[str, Sort] = {
    sort.key: sort
    for sort in (
        Sort("name", _("Name"), "sort_name", str, "card_name"),
        Sort("revenue", _("Lifetime revenue"), "lifetime_revenue_cents", int, "card_revenue", downwards=True),
        Sort("recent", _("12-month revenue"), "recent_revenue_cents", int, "card_recent", downwards=True),
        Sort("invoices", _("Invoices"), "invoice_count", int, "card_invoices", downwards=True),
        Sort("last_visit", _("Last visit"), "last_visit_on", date, "card_visit", downwards=True),
        Sort("created", _("Created"), "created_on", date, "card_created", downwards=True),
        Sort("balance", _("Balance"), "open_balance_cents", int, "card_balance", downwards=True),
    )
}
BY_NAME = Order(SORTS["name"], descending=False)


def order_for(key: str, *, sees_money: bool) -> Order | None:
    """The order of that name ("-revenue": downwards); None when there is none, or not for this actor."""
    order = read_order(key, SORTS)
    if order is None or (order.sort.key in MONEY_SORTS and not sees_money):
        return None
    return order


def page_of(found: CustomerFilter, order: Order, size: int, place: Place, total: int | None = None) -> Slice:
    """The client ids of one page of the filter's customers. At most two statements.

    `total`: how many there are, when that is known; it numbers the last page.
    """
    plan = found.narrowed(order.sort.index, size + 1)
    if not plan.fenced:
        return Pager(plan.cards, order, size).take(place, total)
    within = None if plan.expected < FEWEST_WALKED else found.walked(order.sort.column)
    return Pager(plan.cards, order, size, within, fenced=True).take(place, total)


def counted(found: CustomerFilter, up_to: int | None = COUNTED_UP_TO) -> int:
    """How many customers the filter finds; `up_to` + 1 when there are more (None: count all)."""
    if up_to is None:
        return found.cards().count()
    return found.narrowed(BY_NAME.sort.index, up_to + 1).cards.order_by()[: up_to + 1].count()
