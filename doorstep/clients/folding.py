"""Keeping the kept counts short: many small differences become one row with their sum."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count

from doorstep.clients.models import CountDelta

DAYS_AT_ONCE = 200
ROWS_PER_DELETE = 5000


def fold_counts(*, workspace_id: int) -> int:
    """Replace the differences of each (fact, day) by their sum; how many rows went. Counts do not change.

    Readers see either all of the old rows or the new one. Writers only ever add rows and never wait for this.
    """
    crowded = (
        CountDelta.objects.filter(workspace_id=workspace_id)
        .values_list("fact", "day")
        .annotate(rows=Count("pk"))
        .filter(rows__gt=1)
    )
    days: dict[int, list[date]] = defaultdict(list)
    for fact, day, _rows in crowded:
        days[fact].append(day)
    gone = 0
    for fact, of_fact in days.items():
        for start in range(0, len(of_fact), DAYS_AT_ONCE):
            gone += _fold(workspace_id, fact, of_fact[start : start + DAYS_AT_ONCE])
    return gone


@transaction.atomic
def _fold(workspace_id: int, fact: int, days: Sequence[date]) -> int:
    deltas = CountDelta.objects.filter(workspace_id=workspace_id, fact=fact, day__in=days)
    # Locked, so that a second folder waits and then finds them gone. Only rows that were read are deleted:
    # those committed meanwhile stay for the next time, whatever their ids.
    rows = list(deltas.select_for_update().order_by("pk").values_list("pk", "day", "delta"))
    sums: Counter[date] = Counter()
    for _pk, day, delta in rows:
        sums[day] += delta
    for start in range(0, len(rows), ROWS_PER_DELETE):
        part = [pk for pk, _day, _delta in rows[start : start + ROWS_PER_DELETE]]
        CountDelta.objects.filter(pk__in=part).delete()
    folded = [
        CountDelta(workspace_id=workspace_id, fact=fact, day=day, delta=delta)
        for day, delta in sums.items()
        if delta
    ]
    CountDelta.objects.bulk_create(folded)
    return len(rows) - len(folded)
