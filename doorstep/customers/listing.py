"""The pages of the customers list: which orders there are, and the keys of one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from doorstep.core.paging import Order, Pager, Place, Slice, Sort, read_order
from doorstep.core.ways import how_many
from doorstep.customers.filters import CustomerFilter

#: Orders that tell who is worth or owes most are for those who may see money.
MONEY_SORTS = frozenset({"revenue", "recent", "balance"})
COUNTED_UP_TO = 1000
#: A count that stopped early is told in round numbers.
TOLD_BY = 100

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
    """The client ids of one page of the filter's customers. At most three statements.

    `total`: how many there are, when that is known; it numbers the last page.
    """
    return Pager(found.plan(order.sort, size + 1).ways, order, size).take(place, total)


def counted(found: CustomerFilter, up_to: int | None = COUNTED_UP_TO) -> int:
    """How many customers the filter finds; `up_to` + 1 when there are more (None: count all)."""
    if up_to is None:
        return found.cards().count()
    return how_many(found.plan(BY_NAME.sort, up_to + 1).ways[-1], up_to + 1)


@dataclass(frozen=True, slots=True)
class Counted:
    """So many there are; `more`: more than so many."""

    number: int
    more: bool = False


def counted_soon(found: CustomerFilter, everybody: int, shown: int) -> Counted:
    """How many customers the filter finds, or more than how many when that would take long to count.

    `everybody`: how many customers there are. `shown`: so many are known, and there are more.
    """
    plan = found.plan(BY_NAME.sort, COUNTED_UP_TO + 1)
    if plan.glance is None or everybody <= plan.glanced:
        number = how_many(plan.ways[-1], COUNTED_UP_TO + 1)
        return Counted(min(number, COUNTED_UP_TO), more=number > COUNTED_UP_TO)
    number = how_many(plan.glance, COUNTED_UP_TO + 1)
    return Counted(max(shown, number - 1 - (number - 1) % TOLD_BY), more=True)
