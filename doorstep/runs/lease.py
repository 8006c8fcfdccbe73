"""Who works on a run: never two at a time, and never nobody for long.

Whoever writes `beat_at` holds the run for LEASE. Each chunk's transaction locks the run and compares
`beat_at` with what it wrote last: a worker that slept through its lease finds another value and lets go,
having changed nothing.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from doorstep.runs.models import Run

#: Longer than the longest pause between two chunks; also how long a killed worker's run may lie still.
LEASE = timedelta(seconds=30)


class LeaseLost(Exception):
    """Another worker has the run, or it is over."""


@transaction.atomic
def claim(run_id: int) -> Run | None:
    """The run, now held by the caller; None when somebody else works on it or nothing is left to do."""
    rows = Run.objects.unfinished().filter(pk=run_id)
    # A chunk in progress holds the row's lock: that is somebody else working, no need to wait and see.
    run = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if run is None or is_held(run):
        return None
    run.state = Run.State.RUNNING
    run.beat_at = timezone.now()
    run.save(update_fields=["state", "beat_at"])
    return run


def is_held(run: Run) -> bool:
    """Whether somebody has shown a sign of life on it within the lease."""
    return run.state == Run.State.RUNNING and run.beat_at is not None and run.beat_at > timezone.now() - LEASE


def hold(run: Run) -> Run:
    """Lock the run for one chunk and give its row as of now. Raises LeaseLost. Call in a transaction."""
    now = Run.objects.select_for_update(of=("self",)).only("state", "beat_at", "cancel_requested_at")
    row = now.filter(pk=run.pk).first()
    if row is None or row.state != Run.State.RUNNING or row.beat_at != run.beat_at:
        raise LeaseLost
    return row


def beat(run: Run) -> None:
    """Show a sign of life between chunks, for work that takes long without writing. Raises LeaseLost."""
    now = timezone.now()
    held = Run.objects.filter(pk=run.pk, state=Run.State.RUNNING, beat_at=run.beat_at)
    if not held.update(beat_at=now):
        raise LeaseLost
    run.beat_at = now


def let_go(run: Run) -> None:
    """Leave the run to whoever takes it next; it stays in the state it is in."""
    Run.objects.filter(pk=run.pk, state=Run.State.RUNNING, beat_at=run.beat_at).update(beat_at=None)
