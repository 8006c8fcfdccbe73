"""The status tabs: what each means, in one place for the page, its counts and the API."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doorstep.clients.conditions import Between, Condition, Holds
from doorstep.core.days import year_before
from doorstep.core.db import NEVER

_PAID = Q(lifetime_revenue_cents__gt=0, recent_revenue_cents__gt=0)
_NEVER_PAID = Q(lifetime_revenue_cents__lte=0, recent_revenue_cents__lte=0)


def _nothing_since(day: date, rolled: bool) -> Condition:
    implied = Q(last_visit_on__lte=day, created_on__lte=day)
    if rolled:
        implied &= Q(recent_revenue_cents__lte=0)
    return Between("last_activity_on", high=day, implied=implied)


@dataclass(frozen=True, slots=True)
class Tab:
    """`meaning` is the definition that its tooltip shows.

    `condition` takes the workspace's day and whether the 12-month figures are of that day.
    """

    key: str
    label: str | Promise
    meaning: str | Promise
    condition: Callable[[date, bool], Condition | None]


TABS: dict[str, Tab] = {
    tab.key: tab
    for tab in (
        Tab("all", _("All"), _("All customers that are not archived."), lambda today, rolled: None),
        Tab(
            "active",
            _("Active"),
            _("At least one invoice was paid in the last 12 months."),
            lambda today, rolled: Holds(Q(last_paid_on__gt=year_before(today)), implied=_PAID),
        ),
        Tab(
            "prospect",
            _("Prospect"),
            _("In the system, but no invoice was ever paid."),
            lambda today, rolled: Holds(Q(last_paid_on=NEVER), implied=_NEVER_PAID),
        ),
        Tab(
            "follow-up",
            _("Follow-up"),
            _("Flagged by a member, due back, or with an overdue balance."),
            lambda today, rolled: Between("follow_up_from", high=today),
        ),
        Tab(
            "inactive",
            _("Inactive"),
            _("Nothing happened in the last 12 months: no job, invoice, payment or visit."),
            lambda today, rolled: _nothing_since(year_before(today), rolled),
        ),
    )
}
