"""What happens to a task that failed, or whose worker died: another attempt, later and later, and an end."""

import logging
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeAlias
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from doorstep.core.errors import RuleBroken
from doorstep.core.queue import GiveUp
from doorstep.runs.models import WorkerBeat

#: A row of the queue, whatever its task takes and gives.
TaskRow: TypeAlias = DBTaskResult[..., Any]

logger = logging.getLogger("doorstep.worker")

MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=5)
#: A worker that has shown no sign of life for this long is dead.
DEAD_AFTER = timedelta(seconds=12)
#: A task under which this many workers died is what kills them.
MOST_DEATHS = 6

#: Errors that the next attempt would meet again.
_FINAL = (GiveUp, RuleBroken, PermissionDenied, ObjectDoesNotExist, ImportError, TypeError)


def ready_tasks() -> QuerySet[TaskRow]:
    """Tasks that could be taken now."""
    return DBTaskResult.objects.ready()


def put_back(row: TaskRow, *, seconds: float = 0.0) -> None:
    """Let a task be taken up again after `seconds`, behind those that wait already. Not a failed attempt."""
    now = timezone.now()
    DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY,
        # Tasks without a time carry the last one there is, and come in the order of enqueueing.
        run_after=now + timedelta(seconds=seconds) if seconds else get_date_max(),
        enqueued_at=now,
        worker_ids=[],
    )


def after_failure(row: TaskRow, error: BaseException) -> None:
    """Let a task that has just been marked as failed be tried again, unless that would not help."""
    attempt = len(row.worker_ids)
    if isinstance(error, _FINAL) or attempt >= MOST_ATTEMPTS:
        logger.error("Task %s (%s) failed for good in attempt %d", row.task_path, row.pk, attempt)
        return
    pause = FIRST_PAUSE * 2 ** (attempt - 1)
    logger.warning("Task %s (%s) failed in attempt %d, again in %s", row.task_path, row.pk, attempt, pause)
    DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, run_after=timezone.now() + pause
    )


def free_tasks_of_the_dead() -> int:
    """Put the tasks of workers that show no sign of life back into the queue; how many there were.

    Any number of workers may do this at the same time: the status changes once.
    """
    running = DBTaskResult.objects.running().values_list("pk", "worker_ids", "started_at")
    if not (rows := list(running)):
        return 0
    alive = set(WorkerBeat.objects.filter(at__gt=timezone.now() - DEAD_AFTER).values_list("name", flat=True))
    freed = 0
    for pk, worker_ids, started_at in rows:
        if not worker_ids or worker_ids[-1] not in alive:
            freed += _free(pk, worker_ids, started_at)
    return freed


def _free(pk: UUID, worker_ids: list[str], started_at: datetime | None) -> int:
    one = DBTaskResult.objects.filter(pk=pk, status=TaskResultStatus.RUNNING, started_at=started_at)
    if len(worker_ids) >= MOST_DEATHS:
        logger.error("Task %s is given up: %d workers died on it", pk, len(worker_ids))
        return one.update(
            status=TaskResultStatus.FAILED,
            finished_at=timezone.now(),
            traceback="The worker died again and again.",
        )
    logger.warning("Task %s was left by a worker that died; it is tried again", pk)
    return one.update(status=TaskResultStatus.READY, run_after=get_date_max())


def prune_tasks(*, done_days: int = 2, failed_days: int = 30) -> int:
    """Delete the records of tasks that are over; failed ones stay longer. How many went."""
    now = timezone.now()
    old = DBTaskResult.objects.successful().filter(finished_at__lt=now - timedelta(days=done_days))
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=now - timedelta(days=failed_days))
    gone = 0
    for rows in (old, failed):
        ids = rows.order_by().values_list("pk", flat=True).iterator()
        while part := list(islice(ids, 500)):
            gone += DBTaskResult.objects.filter(pk__in=part).delete()[0]
    return gone
