"""The kept counts: how a card counts, and the sums that tabs and header figures show."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Count, Sum

from doorstep.clients.models import ClientCard, CountDelta
from doorstep.core.db import FAR, NEVER
from doorstep.identity.models import Workspace

Fact = CountDelta.Fact
Counts = Counter[tuple[int, date]]


def facts_of(card: ClientCard) -> Iterable[tuple[int, date]]:
    """The (fact, day) pairs under which one card is counted; none unless it is a customer's."""
    if card.standing != ClientCard.Standing.CUSTOMER:
        return
    if card.archived:
        yield Fact.ARCHIVED, NEVER
        return
    yield Fact.TOTAL, card.created_on
    yield Fact.ACTIVITY, card.last_activity_on
    yield Fact.BUSINESS, card.last_business_on
    yield Fact.PAID, card.last_paid_on
    if card.completed_jobs:
        yield Fact.WITH_JOBS, NEVER
    if card.follow_up_from < FAR:
        yield Fact.FOLLOW_UP, card.follow_up_from


def add_differences(workspace: Workspace, before: Iterable[ClientCard], after: Iterable[ClientCard]) -> None:
    """Write what changed in the counts when the cards `before` became the cards `after`. One statement."""
    difference: Counts = Counter()
    for card in after:
        difference.update(facts_of(card))
    for card in before:
        difference.subtract(facts_of(card))
    add_counts(workspace, difference)


def add_counts(workspace: Workspace, difference: Counts) -> None:
    """Write a difference in the counts by (fact, day). One statement."""
    CountDelta.objects.bulk_create(
        CountDelta(workspace=workspace, fact=fact, day=day, delta=delta)
        for (fact, day), delta in sorted(difference.items())
        if delta
    )


def counted(workspace_id: int, fact: int, *, after: date | None = None, until: date | None = None) -> int:
    """How many customers have `fact` on a day `after` < day <= `until` (None: unbounded)."""
    deltas = CountDelta.objects.filter(workspace_id=workspace_id, fact=fact)
    if after is not None:
        deltas = deltas.filter(day__gt=after)
    if until is not None:
        deltas = deltas.filter(day__lte=until)
    return deltas.aggregate(total=Sum("delta"))["total"] or 0


@transaction.atomic
def recount(workspace: Workspace, *, check: bool = False) -> int:
    """Count the cards anew and mend the kept counts by the difference; how many were wrong.

    `check`: only look. Fourteen statements, whatever the number of customers; cards are not locked, so run it
    at a quiet hour or twice.
    """
    counted_now = _count_cards(workspace)
    for fact, day, total in (
        CountDelta.objects.filter(workspace=workspace)
        .order_by()
        .values_list("fact", "day")
        .annotate(Sum("delta"))
    ):
        counted_now[fact, day] -= total
    wrong = sum(1 for difference in counted_now.values() if difference)
    if wrong and not check:
        add_counts(workspace, counted_now)
    return wrong


def _count_cards(workspace: Workspace) -> Counts:
    customers = ClientCard.objects.filter(workspace=workspace, standing=ClientCard.Standing.CUSTOMER)
    listed = customers.filter(archived=False).order_by()
    counts: Counts = Counter()
    for fact, column in (
        (Fact.TOTAL, "created_on"),
        (Fact.ACTIVITY, "last_activity_on"),
        (Fact.BUSINESS, "last_business_on"),
        (Fact.PAID, "last_paid_on"),
        (Fact.FOLLOW_UP, "follow_up_from"),
    ):
        for day, total in listed.values_list(column).annotate(Count("pk")):
            if day < FAR:
                counts[fact, day] = total
    counts[Fact.WITH_JOBS, NEVER] = listed.filter(completed_jobs__gt=0).count()
    counts[Fact.ARCHIVED, NEVER] = customers.filter(archived=True).count()
    return counts
