"""The door of the queue: a task per way to get to a run."""

from doorstep.activity.models import Entry
from doorstep.core.queue import TakeUpLater, task
from doorstep.runs.engine import Ending, work
from doorstep.runs.lease import LEASE
from doorstep.runs.process import TURN


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


def _work(run_id: int) -> None:
    ending = work(run_id, should_pause=TURN.should_pause)
    if ending is Ending.PAUSED:
        raise TakeUpLater
    if ending is Ending.BUSY:
        # Whoever has it may die yet; look again when its lease would have run out.
        raise TakeUpLater(LEASE.total_seconds() + 1)
