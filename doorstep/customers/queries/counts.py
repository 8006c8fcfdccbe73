"""The header's figures and the tabs' counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from doorstep.clients.counts import Fact
from doorstep.clients.models import ClientCard
from doorstep.core.days import year_before
from doorstep.core.db import NEVER
from doorstep.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class CustomerCounts:
    """How many customers the actor sees, archived ones left out. `tabs`: by key of filters.TABS."""

    total: int
    active: int
    new: int
    with_jobs: int
    tabs: dict[str, int]


def customer_counts(actor: Actor, today: date) -> CustomerCounts:
    """The figures of the customers page, in one statement: kept counts for who sees all, else counted."""
    found = _kept(actor, today) if actor.sees_assigned_to is None else _counted(actor, today)
    numbers = {key: value or 0 for key, value in found.items()}
    tabs = {
        "all": numbers["total"],
        "active": numbers["paid"],
        "prospect": numbers["prospect"],
        "follow-up": numbers["follow_up"],
        "inactive": numbers["inactive"],
    }
    return CustomerCounts(numbers["total"], numbers["active"], numbers["new"], numbers["with_jobs"], tabs)


#: What is summed up, and on which days: a few hundred rows of the index, whatever the years of history.
_SUMS = {
    "total": (Fact.TOTAL, ""),
    "new": (Fact.TOTAL, "AND day >= %(month)s"),
    "with_jobs": (Fact.WITH_JOBS, ""),
    "active": (Fact.BUSINESS, "AND day > %(since)s"),
    "paid": (Fact.PAID, "AND day > %(since)s"),
    "prospect": (Fact.PAID, "AND day = %(never)s"),
    "follow_up": (Fact.FOLLOW_UP, "AND day <= %(today)s"),
    "busy": (Fact.ACTIVITY, "AND day > %(since)s"),
}
# Written out: the ORM takes longer to put this statement together than the database to answer it.
_SUM = (
    "(SELECT sum(delta) FROM clients_countdelta WHERE workspace_id = %(workspace)s AND fact = {fact} {days})"
)
_KEPT = "SELECT " + ", ".join(_SUM.format(fact=fact.value, days=days) for fact, days in _SUMS.values())


def _kept(actor: Actor, today: date) -> dict[str, int]:
    params: dict[str, Any] = {
        "workspace": actor.workspace_id,
        "today": today,
        "since": year_before(today),
        "month": today.replace(day=1),
        "never": NEVER,
    }
    if connection.vendor == "sqlite":
        params |= {name: str(day) for name, day in params.items() if isinstance(day, date)}
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, params)
        # PostgreSQL adds whole numbers up to a decimal.
        found = {name: int(value or 0) for name, value in zip(_SUMS, cursor.fetchone(), strict=True)}
    found["inactive"] = found["total"] - found.pop("busy")
    return found


def _counted(actor: Actor, today: date) -> dict[str, int]:
    since, month = year_before(today), today.replace(day=1)
    cards = ClientCard.objects.visible_to(actor).filter(standing=ClientCard.Standing.CUSTOMER, archived=False)
    return cards.aggregate(
        total=Count("pk"),
        new=Count("pk", filter=Q(created_on__gte=month)),
        with_jobs=Count("pk", filter=Q(completed_jobs__gt=0)),
        active=Count("pk", filter=Q(last_business_on__gt=since)),
        paid=Count("pk", filter=Q(last_paid_on__gt=since)),
        prospect=Count("pk", filter=Q(last_paid_on=NEVER)),
        follow_up=Count("pk", filter=Q(follow_up_from__lte=today)),
        inactive=Count("pk", filter=Q(last_activity_on__lte=since)),
    )
