"""Background work of notes: reminders, and forgetting what was deleted."""

from datetime import timedelta

from django.utils import timezone

from doorstep.core.queue import enqueue, task
from doorstep.identity import wall
from doorstep.identity.models import Workspace
from doorstep.notes.models import Interaction, KeptRow, Note, ScheduledActivity, Task
from doorstep.notes.reminders import remind, workspaces_with_reminders

KEPT_FOR = timedelta(days=30)
_KEPT: tuple[type[KeptRow], ...] = (Note, Task, ScheduledActivity, Interaction)


@task
def remind_all() -> None:
    """Queue the reminders of every workspace where somebody may have to be told (every five minutes)."""
    for workspace_id in sorted(workspaces_with_reminders()):
        enqueue("doorstep.notes.tasks.remind_one", workspace_id=workspace_id)


@task
def remind_one(workspace_id: int) -> None:
    """Tell the assignees of one workspace. Idempotent: each is told once."""
    with wall.inside(workspace_id):
        remind(Workspace.objects.get(pk=workspace_id))


@task
def forget_deleted() -> None:
    """Delete for good what was deleted more than 30 days ago, in all workspaces (nightly)."""
    for model in _KEPT:
        model._default_manager.filter(deleted_at__lt=timezone.now() - KEPT_FOR).delete()
