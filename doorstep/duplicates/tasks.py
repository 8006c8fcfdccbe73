"""Looking for duplicates by the clock."""

from doorstep.core.queue import enqueue, task
from doorstep.duplicates.actions import scan
from doorstep.duplicates.queries import has_news
from doorstep.identity.actor import Actor
from doorstep.identity.models import Workspace
from doorstep.runs.acting import at_work_in


@task
def scan_all() -> None:
    """Queue the night's scan of every workspace."""
    for workspace_id in Workspace.objects.values_list("pk", flat=True):
        enqueue("doorstep.duplicates.tasks.scan_one", workspace_id=workspace_id)


@task
def scan_one(workspace_id: int) -> None:
    """Begin the scan of one workspace, unless one is under way or nothing has happened since the last."""
    workspace = Workspace.objects.get(pk=workspace_id)
    with at_work_in(workspace):
        if has_news(workspace_id):
            scan(actor=Actor.system(workspace), at_once=False)
