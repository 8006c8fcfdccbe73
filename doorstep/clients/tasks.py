"""What keeps the derived rows right and small by the clock."""

from doorstep.clients.cards import roll_figures
from doorstep.clients.folding import fold_counts
from doorstep.core.queue import enqueue, task
from doorstep.identity import wall
from doorstep.identity.models import Workspace


@task
def roll_all_figures() -> None:
    """Queue the day's roll for every workspace where a new day has begun (hourly)."""
    for workspace in Workspace.objects.all():
        if workspace.figures_on != workspace.today():
            enqueue("doorstep.clients.tasks.roll_one", workspace_id=workspace.pk)


@task
def roll_one(workspace_id: int) -> None:
    """Bring one workspace's figures to its today; nothing to do when its first page was quicker."""
    with wall.inside(workspace_id):
        roll_figures(workspace=Workspace.objects.get(pk=workspace_id))


@task
def fold_all_counts() -> None:
    """Fold the differences of all kept counts into one row each (twice an hour)."""
    for workspace_id in Workspace.objects.values_list("pk", flat=True):
        fold_counts(workspace_id=workspace_id)
