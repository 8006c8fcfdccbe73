"""The one door to background work.

A task is a module-level function in an app's `tasks.py` decorated with `@task`; it is named by its dotted
path and takes only keyword arguments that JSON can hold. The queued row is written in the caller's
transaction, so a rollback takes it back. Delivery is at least once: tasks are idempotent. A task that raises
is tried again, later and later (runs.worker), unless it raises GiveUp or went against a rule.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

__all__ = ["GiveUp", "TakeUpLater", "enqueue", "task"]


class GiveUp(Exception):
    """Trying the task again would not help."""


class TakeUpLater(Exception):
    """The task has left off at a safe point and goes on when it is called again, after `seconds`."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def enqueue(path: str, *, after: timedelta | None = None, **arguments: Any) -> None:
    """Queue the task at dotted `path`; it runs once the surrounding transaction is committed.

    `after`: not before that much time has passed.
    """
    queued = import_string(path)
    if after is not None:
        queued = queued.using(run_after=timezone.now() + after)
    queued.enqueue(**arguments)
