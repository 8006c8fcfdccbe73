"""The customer list's parameters as the API documents and reads them: exactly those of the page."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from doorstep.billing.permissions import VIEW_MONEY
from doorstep.core.paging import BadPlace, Order, Place, read_place
from doorstep.core.rest import Refused
from doorstep.core.rest.paging import foreign_cursor
from doorstep.customers.filters import CustomerFilter
from doorstep.customers.filters.strict import strict_filter
from doorstep.customers.filters.tabs import TABS
from doorstep.customers.listing import SORTS, order_for
from doorstep.identity.actor import Actor

_OWN = frozenset({"sort", "limit", "cursor"})
_DAY = "A day like 2025-03-31, or relative to today: -12m, -30d, -2y, today, month (its first day)."
_TEXTS = {
    "q": "Name, company, phone in any spelling, e-mail or address.",
    "created_from": f"Created on this day or later. {_DAY}",
    "created_to": f"Created on this day or earlier. {_DAY}",
    "last_visit_from": f"Last visited on this day or later. {_DAY}",
    "last_visit_to": f"Last visited on this day or earlier. {_DAY}",
    "run": "What a run created or changed: its id, or id:outcome (12:duplicate).",
}
_LISTS = {
    "type": "Ids of customer types: any of them.",
    "source": "Ids of sources, or none: any of them.",
    "tag": "Ids of tags: all of them.",
    "tag_any": "Ids of tags: at least one of them.",
    "not_tag": "Ids of tags: none of them.",
    "assigned": "Ids of members, me or none: any of them.",
    "account": "Ids of accounts: any of them.",
}
_SWITCHES = {
    "balance": "1: owes money.",
    "flagged": "1: flagged for follow-up by a member.",
    "active": "1: had a job or invoice in the last 12 months.",
    "new": "1: created this month.",
    "with_jobs": "1: has at least one completed job.",
}
_CHOICES = {
    "tab": ([*TABS], "One of the page's tabs."),
    "last_visit": (["never"], "never: was never visited."),
    "sort": (
        [sign + key for key in SORTS for sign in ("", "-")],
        "The order; with - downwards. Revenue, recent and balance need the right to see money.",
    ),
}


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"in": "query", "name": name, "required": False, "schema": schema, "description": description}


def _listed(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "maxItems": 100}


#: For the OpenAPI document.
PARAMETERS = [
    *(_parameter(name, {"type": "string", "maxLength": 200}, words) for name, words in _TEXTS.items()),
    *(_parameter(name, _listed({"type": "string"}), words) for name, words in _LISTS.items()),
    *(_parameter(name, {"type": "string", "enum": ["0", "1"]}, words) for name, words in _SWITCHES.items()),
    *(
        _parameter(name, {"type": "string", "enum": values}, words)
        for name, (values, words) in _CHOICES.items()
    ),
    _parameter(
        "status",
        _listed({"type": "string", "enum": ["active", "dormant", "archived"]}),
        "Any of these; archived customers are left out unless asked for.",
    ),
]


def read_filter(params: QueryDict, actor: Actor) -> CustomerFilter:
    """The filter of a request. Raises Refused 422 naming each parameter that the page would ignore."""
    return strict_filter(params, actor, also=_OWN)


def read_sort(key: str, actor: Actor) -> Order:
    """The order asked for. Raises Refused 422, also for one by money without the right to see money."""
    order = order_for(key, sees_money=actor.can(VIEW_MONEY))
    if order is None:
        words = _("There is no such order, or not for this token.")
        raise Refused(422, words, errors=[("sort", words)])
    return order


def read_cursor(cursor: str, order: Order) -> Place:
    """The place that a cursor names. Raises RuleBroken."""
    try:
        return read_place({"after": cursor}, order)
    except BadPlace as error:
        raise foreign_cursor() from error
