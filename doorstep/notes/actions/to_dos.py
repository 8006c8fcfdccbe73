"""Tasks: adding, giving to somebody, changing, finishing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from doorstep.clients.models import Client
from doorstep.identity.actor import Actor
from doorstep.notes import changing, duties, events
from doorstep.notes.fields import TaskFields
from doorstep.notes.models import Task


@transaction.atomic
def add_task(*, actor: Actor, fields: TaskFields, client_id: int | None = None) -> Task:
    """Add a task, for a client or (None) for none; its assignee is told, unless that is the actor.

    Raises PermissionDenied, Client.DoesNotExist, RuleBroken with the field.
    """
    client = None if client_id is None else Client.objects.visible_to(actor).get(pk=client_id)
    task = duties.add(actor, Task(workspace=actor.workspace, client=client), fields)
    changing.tell(actor, task, events.TaskAdded(text=changing.excerpt(task.title)))
    return task


@transaction.atomic
def update_task(
    *, actor: Actor, task_id: int, version: int, fields: TaskFields, seen: Mapping[str, Any] | None = None
) -> Task:
    """Change the given fields of a task; a new assignee is told, and the reminder follows the day.

    `version` and `seen` work as in update_contact. Raises PermissionDenied, Task.DoesNotExist, StaleVersion,
    RuleBroken with the field.
    """
    task = changing.locked(Task, actor, task_id)
    return duties.update(actor, task, version=version, fields=fields, seen=seen, event=events.TaskUpdated)


@transaction.atomic
def finish_task(*, actor: Actor, task_id: int) -> Task:
    """Note that a task is done; twice is once. Raises PermissionDenied, Task.DoesNotExist."""
    task = changing.locked(Task, actor, task_id)
    duties.finish(actor, task, events.TaskDone)
    return task


@transaction.atomic
def reopen_task(*, actor: Actor, task_id: int) -> Task:
    """Make a done task one to do again. Raises PermissionDenied, Task.DoesNotExist, RuleBroken."""
    return duties.reopen(actor, changing.locked(Task, actor, task_id), events.TaskReopened)


@transaction.atomic
def delete_task(*, actor: Actor, task_id: int) -> None:
    """Take a task away; restore_task brings it back within a month.

    Raises PermissionDenied, Task.DoesNotExist.
    """
    changing.delete(Task, actor, task_id, events.TaskDeleted)


@transaction.atomic
def restore_task(*, actor: Actor, task_id: int) -> Task:
    """Bring back a deleted task. Raises PermissionDenied, Task.DoesNotExist."""
    return changing.restore(Task, actor, task_id, events.TaskRestored)
