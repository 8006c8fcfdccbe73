"""Reading runs and what became of their rows."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from doorstep.identity.actor import Actor
from doorstep.runs.models import Run, RunRow, WorkerBeat

#: A worker that was heard of within this time is there.
HEARD_WITHIN = timedelta(seconds=20)
ROWS_AT_ONCE = 2000


def latest_runs(actor: Actor, *, before: int | None = None, limit: int = 50) -> list[Run]:
    """The newest runs the actor may see, older than the run `before`. One query."""
    runs = Run.objects.visible_to(actor).select_related("created_by__user").order_by("-pk")
    runs = runs.defer("params", "cursor", "rights")
    return list(runs.filter(pk__lt=before)[:limit] if before else runs[:limit])


def rows_of(run: Run, outcome: str = "") -> QuerySet[RunRow]:
    """The rows of a run, or those with one outcome, in the order of the file or selection."""
    rows = RunRow.objects.filter(run=run)
    return (rows.filter(outcome=outcome) if outcome else rows).order_by("number", "pk")


def all_rows(run: Run, outcome: str = "") -> Iterator[RunRow]:
    """All of them, read by key in parts of 2,000: memory stays flat and no transaction stays open."""
    rows = rows_of(run, outcome)
    part = list(rows[:ROWS_AT_ONCE])
    while part:
        yield from part
        last = part[-1]
        further = rows.filter(number__gte=last.number).exclude(number=last.number, pk__lte=last.pk)
        part = list(further[:ROWS_AT_ONCE]) if len(part) == ROWS_AT_ONCE else []


def has_worker() -> bool:
    """Whether any worker has shown a sign of life lately."""
    return WorkerBeat.objects.filter(at__gt=timezone.now() - HEARD_WITHIN).exists()


def seconds_left(run: Run, now: datetime | None = None) -> int | None:
    """How long it will take at the pace so far; None while that cannot be told."""
    if not (run.started_at and run.total and run.done) or run.is_over:
        return None
    passed = ((now or timezone.now()) - run.started_at).total_seconds()
    return round(passed * max(0, run.total - run.done) / run.done)
