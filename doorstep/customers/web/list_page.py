"""What the templates of the customers list are given."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.core.numbers import written
from doorstep.core.paging import SIZES
from doorstep.customers.filters import TABS
from doorstep.customers.listing import SORTS
from doorstep.customers.permissions import BULK_CHANGE, MANAGE_CUSTOMERS
from doorstep.customers.queries.follow_up import follow_up_reasons
from doorstep.customers.queries.rows import customer_rows
from doorstep.customers.web.cells import RowWriter
from doorstep.customers.web.list_state import PLACES, ListState
from doorstep.transfer.permissions import EXPORT, IMPORT


@dataclass(frozen=True, slots=True)
class Head:
    """One column's heading. `href`: sorts by it, "" where that is not possible; `sorted`: as aria-sort."""

    label: str | Promise
    end: bool
    href: str
    sorted: str


def list_context(state: ListState) -> dict[str, Any]:
    """The rows, their headings, chips and the footer: what a search as you type renews."""
    record_url = reverse("customers:list")
    selects = state.actor.can(BULK_CHANGE) or state.actor.can(EXPORT)
    return {
        "state": state,
        "rows": _rows(state, record_url, selects=selects),
        "heads": _heads(state),
        "chips": [
            {"label": chip.label, "value": chip.value, "href": f"?{state.with_filter(chip.removed)}"}
            for chip in state.found.chips()
        ],
        "cleared": f"?{state.with_filter(_only_tab(state))}",
        "query": state.query(),
        "record_url": record_url,
        "may_select": selects,
        "total": state.total or 0,
        "summary": summary(state),
        "pager": _pager(state),
        "sizes": [(size, f"?{state.query(size=str(size))}", size == state.size) for size in SIZES],
    }


def page_context(state: ListState) -> dict[str, Any]:
    """Everything around the rows: header figures, tabs, what the member may do."""
    actor, counts = state.actor, state.counts
    return {
        "figures": _figures(state),
        "tabs": [
            {
                "key": tab.key,
                "label": tab.label,
                "meaning": tab.meaning,
                "count": written(counts.tabs[tab.key], actor.workspace.locale),
                "href": f"?{state.query(tab=None if tab.key == 'all' else tab.key)}",
                "active": tab.key == state.found.tab,
            }
            for tab in TABS.values()
        ],
        "kept": [
            (key, value)
            for key, values in state.params.lists()
            if key not in {"q", *PLACES}
            for value in values
        ],
        "dormant_href": f"?{state.query(status=None if state.params.get('status') else 'active')}",
        "may_add": actor.can(MANAGE_CUSTOMERS),
        "may_import": actor.can(IMPORT),
        "may_export": actor.can(EXPORT),
        "may_bulk": actor.can(BULK_CHANGE),
        "is_new": counts.total == 0 and not state.found.is_narrow,
    }


def _only_tab(state: ListState) -> str:
    return "" if state.found.tab == "all" else f"tab={state.found.tab}"


def _figures(state: ListState) -> list[dict[str, Any]]:
    counts, locale = state.counts, state.actor.workspace.locale
    share = f"{counts.active / max(counts.total, 1):.0%}"
    return [
        {
            "label": _("Total"),
            "value": written(counts.total, locale),
            "href": "?",
            "hint": _("All customers that are not archived"),
        },
        {
            "label": _("Active"),
            "value": written(counts.active, locale),
            "href": "?active=1",
            "hint": _("A job or an invoice in the last 12 months (%(share)s of all)") % {"share": share},
        },
        {
            "label": _("New this month"),
            "value": written(counts.new, locale),
            "href": "?new=1",
            "hint": _("Added since the first of this month"),
        },
        {
            "label": _("With jobs"),
            "value": written(counts.with_jobs, locale),
            "href": "?with_jobs=1",
            "hint": _("At least one completed job"),
        },
    ]


def _heads(state: ListState) -> list[Head]:
    heads = [_head(state, _("Name"), "name", end=False)]
    return heads + [_head(state, column.label, column.sort, end=column.is_number) for column in state.columns]


def _head(state: ListState, label: str | Promise, sort: str, *, end: bool) -> Head:
    if not sort:
        return Head(label, end, "", "")
    current = state.order.sort.key == sort
    down = not state.order.descending if current else SORTS[sort].downwards
    key = f"-{sort}" if down else sort
    direction = ("descending" if state.order.descending else "ascending") if current else ""
    return Head(label, end, f"?{state.query(sort=None if key == 'name' else key)}", direction)


def _rows(state: ListState, record_url: str, *, selects: bool) -> SafeString:
    columns = state.columns
    rows = customer_rows(state.actor, state.page.ids, [column.key for column in columns])
    reasons = follow_up_reasons(rows, state.actor, state.found.today, sees_money=state.sees_money)
    today, workspace = state.found.today, state.actor.workspace
    writer = RowWriter(workspace, today, columns, record_url=record_url, selects=selects)
    return writer.rows(rows, reasons)


def summary(state: ListState) -> str:
    """Which rows these are, "51–100 of 2,598"."""
    page, total, locale = state.page, state.total, state.actor.workspace.locale
    most = _("more than %(n)s") % {"n": written(state.counted.number, locale)}
    of = written(total, locale) if total is not None else most
    if page.start is None or (page.start == 1 and total == len(page.ids)):
        number = total if total is not None else state.counted.number + 1
        return ngettext("%(of)s customer", "%(of)s customers", number) % {"of": of}
    return _("%(from)s–%(to)s of %(of)s") % {
        "from": written(page.start, locale),
        "to": written(page.end or 0, locale),
        "of": of,
    }


def _pager(state: ListState) -> dict[str, str]:
    page = state.page
    return {
        "first": f"?{state.query()}" if page.previous else "",
        "previous": f"?{state.query(before=page.previous)}" if page.previous else "",
        "next": f"?{state.query(after=page.next)}" if page.next else "",
        "last": f"?{state.query(last='1')}" if page.next else "",
    }
