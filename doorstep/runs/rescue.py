"""Runs that nobody has in hand: their worker and their task are both gone."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from doorstep.activity.models import Entry
from doorstep.core.queue import enqueue
from doorstep.runs.models import Run

GO_ON = "doorstep.runs.tasks.go_on"
START = "doorstep.runs.tasks.start"
#: Long past any lease, and any worker's way from one task to the next.
LEFT_ALONE = timedelta(minutes=1)


def take_up_again() -> list[int]:
    """Queue the runs that lie still although no task waits for them; their ids.

    That happens to a small run whose web process died, or after a task was given up.
    """
    since = timezone.now() - LEFT_ALONE
    queued = Q(state=Run.State.QUEUED, created_at__lt=since)
    left = Q(state=Run.State.RUNNING) & (Q(beat_at__lt=since) | Q(beat_at=None))
    still = set(Run.objects.filter(queued | left).values_list("pk", flat=True))
    ids = sorted(still - _in_the_queue()) if still else []
    for run_id in ids:
        enqueue(GO_ON, run_id=run_id)
    return ids


def _in_the_queue() -> set[int]:
    waiting = DBTaskResult.objects.filter(
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING], task_path__in=[GO_ON, START]
    )
    given = [row["kwargs"] for row in waiting.values_list("args_kwargs", flat=True)]
    entries = [arguments["entry_id"] for arguments in given if "entry_id" in arguments]
    of_entries = Entry.objects.filter(pk__in=entries).values_list("subject_id", flat=True)
    return {arguments["run_id"] for arguments in given if "run_id" in arguments} | {
        run_id for run_id in of_entries if run_id is not None
    }
