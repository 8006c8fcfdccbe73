"""The one door to background work.

A task is a module-level function in an app's `tasks.py` decorated with `@task`; it is named by its dotted path
and takes only keyword arguments that JSON can hold. The queued row is written in the caller's transaction, so a
rollback takes it back. Delivery is at least once: tasks are idempotent.
"""

from typing import Any

from django.utils.module_loading import import_string
from django_tasks import task

__all__ = ["enqueue", "task"]


def enqueue(path: str, **arguments: Any) -> None:
    """Queue the task at dotted `path`; it runs after the surrounding transaction commits."""
    import_string(path).enqueue(**arguments)
