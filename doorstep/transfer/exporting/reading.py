"""Reading customers for an export, by key, 2,000 at a time: memory stays flat and nothing is locked."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from doorstep.billing.permissions import VIEW_MONEY
from doorstep.core.paging import Order, Place, read_place
from doorstep.core.tables import Value
from doorstep.customers.bulk import Selection
from doorstep.customers.columns import Column
from doorstep.customers.filters import CustomerFilter
from doorstep.customers.listing import page_of
from doorstep.customers.queries.follow_up import follow_up_reasons
from doorstep.customers.queries.rows import customer_rows
from doorstep.identity.actor import Actor
from doorstep.transfer.exporting.cells import converter_for
from doorstep.transfer.exporting.plan import ExportPlan
from doorstep.transfer.exporting.wide import WideReader

Lines = Callable[[Sequence[int]], list[list[Value]]]
CHUNK = 2000
FOLLOW_UP = "follow_up"


def export_header(actor: Actor, plan: ExportPlan) -> list[str]:
    """The first line: id and name, then the columns as shown."""
    return [_("ID"), _("Name"), *(str(column.label) for column in plan.shown(actor))]


def export_chunks(actor: Actor, plan: ExportPlan) -> Iterator[list[list[Value]]]:
    """The lines, up to 2,000 at a time, in a few statements; the actor sees what the list shows."""
    columns = plan.shown(actor)
    read = _with_reasons if FOLLOW_UP in {column.key for column in columns} else _plainly
    lines = read(actor, columns)
    for ids in _ids(actor, plan.selection, plan.order(actor)):
        yield lines(ids)


def _plainly(actor: Actor, columns: Sequence[Column]) -> Lines:
    return WideReader(actor, columns).lines


def _with_reasons(actor: Actor, columns: Sequence[Column]) -> Lines:
    """As the list reads it: the reasons for a follow-up are made from the list's rows."""
    today, sees_money = actor.workspace.today(), actor.can(VIEW_MONEY)
    currency = actor.workspace.currency
    converters = [(column.key, converter_for(column, currency)) for column in columns]

    def lines(ids: Sequence[int]) -> list[list[Value]]:
        rows = customer_rows(actor, ids, [column.key for column in columns])
        reasons = follow_up_reasons(rows, actor, today, sees_money=sees_money)
        for row in rows:
            row.values[FOLLOW_UP] = reasons[row.pk]
        return [
            [row.pk, row.name, *[convert(row.values.get(key)) for key, convert in converters]] for row in rows
        ]

    return lines


def _ids(actor: Actor, selection: Selection, order: Order) -> Iterator[list[int]]:
    if not selection.everything:
        sign = "-" if order.descending else ""
        cards: Any = selection.cards(actor).order_by(f"{sign}{order.sort.column}", f"{sign}pk")
        ticked = list(cards.values_list("pk", flat=True))
        for start in range(0, len(ticked), CHUNK):
            yield ticked[start : start + CHUNK]
        return
    excluded = set(selection.excluded)
    for page in _pages(CustomerFilter(selection.query, actor), order):
        yield [pk for pk in page if pk not in excluded] if excluded else page


def _pages(found: CustomerFilter, order: Order) -> Iterator[list[int]]:
    place = Place()
    while True:
        page = page_of(found, order, CHUNK, place)
        # Without a number it is the pager's answer to "what stood there is gone": the end, shown already.
        if not page.ids or page.start is None:
            return
        yield page.ids
        if not page.next:
            return
        place = read_place({"after": page.next}, order)
