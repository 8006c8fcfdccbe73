"""The door of the queue: ways to get to a run, and what the worker tidies by the clock."""

from doorstep.activity.models import Entry
from doorstep.core.queue import TakeUpLater, task
from doorstep.runs.attempts import prune_tasks
from doorstep.runs.engine import Ending, work
from doorstep.runs.lease import LEASE
from doorstep.runs.process import TURN
from doorstep.runs.rescue import take_up_again
from doorstep.runs.tidying import drop_old_exports, drop_silent_workers


@task(queue_name="runs")
def start(entry_id: int) -> None:
    """Work on the run that an event "run.queued" is about."""
    run_id = Entry.objects.values_list("subject_id", flat=True).get(pk=entry_id)
    if run_id is not None:
        _work(run_id)


@task(queue_name="runs")
def go_on(run_id: int) -> None:
    """Work on a run that somebody left."""
    _work(run_id)


@task
def take_up_runs() -> None:
    """Queue the runs that nobody has in hand (every minute)."""
    take_up_again()


@task
def tidy() -> None:
    """Delete the records of finished tasks, the files of old exports, the names of dead workers (nightly)."""
    prune_tasks()
    drop_old_exports()
    drop_silent_workers()


def _work(run_id: int) -> None:
    ending = work(run_id, should_pause=TURN.should_pause)
    if ending is Ending.PAUSED:
        raise TakeUpLater
    if ending is Ending.BUSY:
        # Whoever has it may die yet; look again when its lease would have run out.
        raise TakeUpLater(LEASE.total_seconds() + 1)
