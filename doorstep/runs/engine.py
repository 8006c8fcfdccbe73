"""Working on a run: chunk after chunk, each one transaction that also moves the cursor.

A chunk is there as a whole or not at all, so whoever goes on after a kill -9, a restart or a cancel finds a
run that is exactly as far as it says.
"""

import logging
import secrets
import time
from collections.abc import Callable
from enum import Enum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.core.errors import RuleBroken
from doorstep.core.transactions import commit_without_waiting
from doorstep.identity.actor import Actor
from doorstep.runs import lease
from doorstep.runs.acting import actor_of, at_work_in
from doorstep.runs.events import RunEnded
from doorstep.runs.kinds import RunKind, StepResult, kind_class
from doorstep.runs.models import Run
from doorstep.runs.rows import drop_selection, write_rows

logger = logging.getLogger("doorstep.runs")

State = Run.State
#: A run that was taken up this often without finishing a chunk kills its worker, or never gets the database.
MOST_ATTEMPTS = 5
WAIT_SECONDS = 0.5
_PROGRESS = ("cursor", "done", "counts", "attempts")
# A kind may set the others in a step: a result file, a title that says more.
_ALL = (*_PROGRESS, "state", "finished_at", "total", "file", "file_name", "title", "params")


class Ending(Enum):
    """Why `work` came back."""

    OVER = "over"  # nothing is left to do: done, cancelled, failed, or never there
    PAUSED = "paused"  # asked to leave off; to be taken up again
    BUSY = "busy"  # somebody else has it; look again after lease.LEASE


def work(run_id: int, *, should_pause: Callable[[], bool] = lambda: False) -> Ending:
    """Work on the run until it is over or `should_pause`, which is asked after each chunk.

    What goes wrong ends the run and is written there. Only errors that pass by themselves are raised (a lost
    connection, a deadlock, a locked database): call again, the run goes on where it was.
    """
    run = lease.claim(run_id)
    if run is None:
        is_open = Run.objects.unfinished().filter(pk=run_id).exists()
        return Ending.BUSY if is_open else Ending.OVER
    try:
        with at_work_in(run.workspace):
            return _work_through(run, should_pause)
    except lease.LeaseLost:
        return Ending.BUSY
    except (OperationalError, InterfaceError):
        _let_go_quietly(run)
        raise
    finally:
        lease.forget(run)


def see_through(run_id: int) -> Run:
    """Work on the run, or wait while a worker has it, until it is over; for commands that tell its end."""
    with lease.kept_alive():
        while work(run_id) is not Ending.OVER:
            time.sleep(WAIT_SECONDS)
    return Run.objects.select_related("workspace").get(pk=run_id)


def _work_through(run: Run, should_pause: Callable[[], bool]) -> Ending:
    try:
        if run.attempts > MOST_ATTEMPTS:
            raise RuleBroken(_("This broke off again and again. What was done until then stands."))
        actor = actor_of(run)
        kind = kind_class(run.kind)(run, actor)
        actor.require(kind.capability)
        return _chunk_by_chunk(run, kind, should_pause)
    except (RuleBroken, PermissionDenied) as refusal:
        _fail(run, str(refusal))
    except (lease.LeaseLost, OperationalError, InterfaceError):
        raise
    except Exception:
        error_id = secrets.token_hex(4)
        logger.exception("Run %s (%s) failed, error %s", run.pk, run.kind, error_id)
        _fail(run, _("Something went wrong on our side. What was done until then stands."), error_id)
    return Ending.OVER


def _chunk_by_chunk(run: Run, kind: RunKind, should_pause: Callable[[], bool]) -> Ending:
    if kind.restarts and run.started_at is not None:
        _begin_again(run)
    try:
        kind.open()
        if run.started_at is None:
            _prepare(run, kind)
        while not run.is_over:
            kind.look_ahead(run.cursor)
            _step(run, kind)
            if _may_pause(run, kind) and should_pause():
                lease.let_go(run)
                return Ending.PAUSED
    finally:
        kind.close()
    return Ending.OVER


def _may_pause(run: Run, kind: RunKind) -> bool:
    return not (run.is_over or kind.restarts)


@transaction.atomic
def _begin_again(run: Run) -> None:
    lease.hold(run)
    run.cursor, run.done, run.counts, run.started_at = {}, 0, {}, None
    run.rows.all().delete()
    drop_selection(run)
    _keep(run, *_PROGRESS, "started_at")


@transaction.atomic
def _prepare(run: Run, kind: RunKind) -> None:
    lease.hold(run)
    run.total = kind.prepare()
    run.started_at = timezone.now()
    _keep(run, "total", "started_at", "title", "params")


def _step(run: Run, kind: RunKind) -> None:
    """One chunk. When it fails, the transaction and the values on `run` are as before it."""
    before = (run.cursor, run.done, run.counts)
    try:
        with transaction.atomic():
            if lease.hold(run).cancel_requested_at is not None:
                _end(run, State.CANCELLED, kind.actor)
                return
            _apply(run, kind, kind.step(run.cursor))
    except BaseException:
        run.cursor, run.done, run.counts = before
        run.state = State.RUNNING
        raise


def _apply(run: Run, kind: RunKind, result: StepResult) -> None:
    if result.rows:
        write_rows(run, result.rows)
        counts = dict(run.counts)
        for row in result.rows:
            counts[str(row.outcome)] = counts.get(str(row.outcome), 0) + 1
        run.counts = counts
    run.cursor = result.cursor
    run.done += result.done
    if not kind.restarts:
        run.attempts = 0
    if result.finished:
        kind.finish()
        _end(run, State.DONE, kind.actor)
    else:
        commit_without_waiting()
        _keep(run, *_PROGRESS)


def _end(run: Run, state: str, actor: Actor) -> None:
    run.state = state
    run.finished_at = timezone.now()
    if state == State.DONE:
        run.total = run.done
    _keep(run, *_ALL)
    drop_selection(run)
    event = RunEnded(run_id=run.pk, title=run.title, state=state, counts=run.counts)
    record_event(event, actor=actor, about=run)


@transaction.atomic
def _fail(run: Run, message: str, error_id: str = "") -> None:
    """End the run with words for people; chunks that are done stand, and can be undone."""
    lease.hold(run)
    run.error = message
    run.error_id = error_id
    _keep(run, "error", "error_id")
    _end(run, State.FAILED, Actor.system(run.workspace))


def _keep(run: Run, *fields: str) -> None:
    run.beat_at = timezone.now()
    run.save(update_fields=["beat_at", *fields])


def _let_go_quietly(run: Run) -> None:
    """Leave the run to the next attempt at once; when even that fails, its lease runs out by itself."""
    try:
        lease.let_go(run)
    except DatabaseError as error:
        logger.warning("Run %s keeps its lease: %s", run.pk, error)


def progress(run: Run) -> dict[str, Any]:
    """The run's state as doors tell it: state, done, total, counts, error."""
    return {
        "run": run.pk,
        "kind": run.kind,
        "state": run.state,
        "total": run.total,
        "done": run.done,
        "counts": run.counts,
        "error": run.error,
        "error_id": run.error_id,
    }
