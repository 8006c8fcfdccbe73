"""The worker: takes tasks from the queue one by one, on as many machines as one likes.

django-tasks-db brings the queue and its signals; attempts, periodic tasks, recovery from dead workers and
giving way are ours (dependencies: docs/decisions/0001-stack.md).
"""

import logging
import time
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django_tasks import task_backends
from django_tasks.signals import task_finished, task_started
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker

from doorstep.core.queue import TakeUpLater
from doorstep.runs.attempts import TaskRow, after_failure, put_back, ready_tasks
from doorstep.runs.heart import Heart, worker_name
from doorstep.runs.process import TURN

logger = logging.getLogger("doorstep.worker")

POLL_SECONDS = 0.5
BACKEND = "default"


class Worker(DatabaseWorker):
    """One worker process. `batch`: stop when the queue is empty."""

    def __init__(self, *, batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            interval=POLL_SECONDS,
            batch=batch,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_name(),
            excluded_queue_names=[],
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish the chunk at hand and stop; a second signal does not wait for it."""
        if not self.running:
            super().shutdown(signum, frame)
        # Nothing is raised from here: that would leave the connection in the middle of a statement. The loop
        # looks at `running` after each task, and twice a second when there is none.
        TURN.stopping = True
        self.running = False
        logger.info("Worker %s stops after the chunk at hand", self.worker_id)

    def run(self) -> None:
        """Work until told to stop."""
        TURN.stopping = False
        TURN.others_wait = lambda: ready_tasks().exists()
        heart = Heart(self.worker_id)
        try:
            heart.start()
            logger.info("Worker %s is ready", self.worker_id)
            while self.running and self._turn():
                pass
        finally:
            heart.stop()
        logger.info("Worker %s has stopped", self.worker_id)

    def _turn(self) -> bool:
        """One look at the queue; False when there is nothing left in batch mode."""
        close_old_connections()
        try:
            row = self.claim_next()
        except (OperationalError, InterfaceError) as error:
            logger.warning("The queue cannot be read: %s", error)
            connection.close()
            row = None
        if row is not None:
            self.run_task(row)
        elif self.batch:
            return False
        elif self.running:
            time.sleep(self.interval)
        return True

    def claim_next(self) -> TaskRow | None:
        """The next task, marked as this worker's; None when none is ready."""
        # A look that locks nothing: an idle worker must not keep SQLite's writers waiting twice a second.
        if not ready_tasks().exists():
            return None
        with transaction.atomic():
            row: TaskRow | None = ready_tasks().get_locked()  # type: ignore[attr-defined]  # the manager's own, unknown to the stubs
            if row is not None:
                row.claim(self.worker_id)
            return row

    def run_task(self, row: TaskRow) -> None:
        """Do one task and write how it ended; even a forced stop leaves the row in order."""
        self.running_task = True
        TURN.begin()
        try:
            self._call(row)
        except TakeUpLater as later:
            put_back(row, seconds=later.seconds)
        except BaseException as error:
            logger.exception("Task %s (%s) failed", row.task_path, row.pk)
            row.set_failed(error)
            after_failure(row, error)
        finally:
            self.running_task = False

    def _call(self, row: TaskRow) -> None:
        backend = type(task_backends[BACKEND])
        result = row.task_result
        task_started.send(sender=backend, task_result=result)
        row.set_successful(row.task.call(*result.args, **result.kwargs))
        task_finished.send(sender=backend, task_result=row.task_result)
