"""A worker's heart: a thread that shows signs of life, ticks the clock and frees what dead workers left.

A thread of its own, because a single task may keep the worker for minutes.
"""

import logging
import os
import socket
import threading

from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from doorstep.runs import clock, lease
from doorstep.runs.attempts import free_tasks_of_the_dead
from doorstep.runs.models import WorkerBeat

logger = logging.getLogger("doorstep.worker")

BEAT_SECONDS = 3.0


def worker_name() -> str:
    """A name that no other worker has or had: machine, process, and chance."""
    return f"{socket.gethostname()[:36]}:{os.getpid()}:{get_random_string(8)}"


class Heart:
    """Beats from `start` to `stop`; then the worker's name is off the list, its tasks are free at once."""

    def __init__(self, name: str, *, every: float = BEAT_SECONDS) -> None:
        self.name = name
        self.every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heart", daemon=True)

    def start(self) -> None:
        """Show the first sign of life, then go on beside the work. `stop` must follow, however this ends."""
        clock.set_up()
        self.beat()
        self._thread.start()

    def stop(self) -> None:
        """Take the worker's name off the list."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=2 * self.every)
        try:
            WorkerBeat.objects.filter(name=self.name).delete()
        except DatabaseError as error:
            # A forced stop may leave the connection in the middle of a statement; silence will tell the same.
            logger.warning("The worker's name stays on the list until it has been silent: %s", error)

    def beat(self) -> None:
        """Show a sign of life, for the worker and for the run it holds."""
        now = timezone.now()
        WorkerBeat.objects.update_or_create(name=self.name, defaults={"at": now})
        lease.beat()

    def _run(self) -> None:
        while not self._stop.wait(self.every):
            try:
                self.beat()
                clock.tick()
                free_tasks_of_the_dead()
            except DatabaseError as error:
                logger.warning("The database did not answer the worker's heart: %s", error)
                connection.close()
        connection.close()
