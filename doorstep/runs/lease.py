"""Who works on a run: never two at a time, and never nobody for long.

A run's `holder` has it for as long as it shows signs of life. Each chunk's transaction locks the run and
compares the holder: a worker that slept through its lease finds another name and lets go, having changed
nothing.
"""

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.utils import timezone

from doorstep.runs.models import Run

logger = logging.getLogger("doorstep.runs")

#: How long a run lies still after its worker was killed. Workers show signs of life much more often.
LEASE = timedelta(seconds=12)

#: What this process holds now: run id -> holder. Its heart beats for them (runs.heart).
HELD: dict[int, str] = {}


class LeaseLost(Exception):
    """Another worker has the run, or it is over."""


@transaction.atomic
def claim(run_id: int) -> Run | None:
    """The run, now held by the caller; None when somebody else works on it or nothing is left to do."""
    # A chunk in progress holds the row's lock: that is somebody else working, no need to wait and see.
    rows = Run.objects.unfinished().filter(pk=run_id).select_for_update(skip_locked=True, of=("self",))
    run = rows.first()
    if run is None or is_held(run):
        return None
    run.state = Run.State.RUNNING
    run.holder = secrets.token_hex(8)
    run.beat_at = timezone.now()
    run.attempts += 1
    run.save(update_fields=["state", "holder", "beat_at", "attempts"])
    HELD[run.pk] = run.holder
    return run


def is_held(run: Run) -> bool:
    """Whether somebody works on it and has shown a sign of life within the lease."""
    alive = run.beat_at is not None and run.beat_at > timezone.now() - LEASE
    return run.state == Run.State.RUNNING and bool(run.holder) and alive


def hold(run: Run) -> Run:
    """Lock the run for one chunk and give its row as of now. Raises LeaseLost. Call in a transaction."""
    rows = Run.objects.select_for_update(of=("self",)).only("state", "holder", "cancel_requested_at")
    row = rows.filter(pk=run.pk).first()
    if row is None or row.state != Run.State.RUNNING or row.holder != run.holder:
        raise LeaseLost
    return row


def beat() -> None:
    """Show a sign of life for all runs that this process holds."""
    for run_id, holder in tuple(HELD.items()):
        Run.objects.filter(pk=run_id, holder=holder).update(beat_at=timezone.now())


@contextmanager
def kept_alive(every: float = 3.0) -> Iterator[None]:
    """Show signs of life beside the work of a process that has no heart (runs.heart): a command."""
    stop = threading.Event()

    def go_on() -> None:
        while not stop.wait(every):
            try:
                beat()
            except DatabaseError as error:
                logger.warning("The lease of a run could not be renewed: %s", error)
        connection.close()

    thread = threading.Thread(target=go_on, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=2 * every)


def let_go(run: Run) -> None:
    """Leave the run, as it is, to whoever takes it next."""
    Run.objects.filter(pk=run.pk, holder=run.holder).update(holder="")


def forget(run: Run) -> None:
    """Beat no more for it."""
    HELD.pop(run.pk, None)
