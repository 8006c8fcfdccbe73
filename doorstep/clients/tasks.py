"""What keeps the derived rows right and small, by the clock and after what happened."""

from doorstep.activity.models import Entry
from doorstep.clients.cards import rebuild_part, roll_figures
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
def follow_time_zone(entry_id: int) -> None:
    """Queue the new days of all figures when "workspace.updated" was about the time zone."""
    entry = Entry.objects.get(pk=entry_id)
    if "time_zone" in entry.data["changes"]:
        enqueue("doorstep.clients.tasks.move_days", workspace_id=entry.workspace_id, last_id=0)


@task
def move_days(workspace_id: int, last_id: int) -> None:
    """Recompute the figures of the clients with ids above `last_id`, a part at a time.

    The next part is a task of its own, so that an e-mail or a run need not wait for a million customers.
    """
    with wall.inside(workspace_id):
        last = rebuild_part(workspace=Workspace.objects.get(pk=workspace_id), after=last_id)
    if last is not None:
        enqueue("doorstep.clients.tasks.move_days", workspace_id=workspace_id, last_id=last)


@task
def fold_all_counts() -> None:
    """Fold the differences of all kept counts into one row each (twice an hour)."""
    for workspace_id in Workspace.objects.values_list("pk", flat=True):
        fold_counts(workspace_id=workspace_id)
