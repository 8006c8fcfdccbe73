"""Running numbers of a workspace: jobs, invoices."""

from django.db import models

from doorstep.identity.models.scoping import WorkspaceQuerySet, WorkspaceRow


class NumberSequence(WorkspaceRow):
    """The last number given out per kind ("invoice", "job"). Locked while the next is taken: no gaps."""

    kind = models.CharField(max_length=12)
    last = models.PositiveIntegerField(default=0)

    objects = WorkspaceQuerySet["NumberSequence"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "kind"], name="sequence_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.last}"


def next_number(workspace_id: int, kind: str) -> int:
    """The next number of `kind` in the workspace. Call inside the transaction that uses it.

    The sequence's row stays locked until that transaction ends: a rollback gives the number back, so there
    are no gaps, and two transactions never get the same one.
    """
    NumberSequence.objects.get_or_create(workspace_id=workspace_id, kind=kind)
    sequence = NumberSequence.objects.select_for_update().get(workspace_id=workspace_id, kind=kind)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last
