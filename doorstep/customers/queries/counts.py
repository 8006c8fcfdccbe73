"""The header's figures and the tabs' counts."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from doorstep.clients.counts import Fact
from doorstep.clients.models import ClientCard, CountDelta
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


def _kept(actor: Actor, today: date) -> dict[str, int]:
    since, month = year_before(today), today.replace(day=1)
    parts = {
        "total": Q(fact=Fact.TOTAL),
        "new": Q(fact=Fact.TOTAL, day__gte=month),
        "with_jobs": Q(fact=Fact.WITH_JOBS),
        "active": Q(fact=Fact.BUSINESS, day__gt=since),
        "paid": Q(fact=Fact.PAID, day__gt=since),
        "prospect": Q(fact=Fact.PAID, day=NEVER),
        "follow_up": Q(fact=Fact.FOLLOW_UP, day__lte=today),
        "inactive": Q(fact=Fact.ACTIVITY, day__lte=since),
    }
    any_of = Q()
    for part in parts.values():
        any_of |= part
    deltas = CountDelta.objects.visible_to(actor).filter(any_of)
    return deltas.aggregate(**{name: Sum("delta", filter=part) for name, part in parts.items()})


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
