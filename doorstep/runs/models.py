"""Long pieces of work: imports, undos, bulk actions, exports. One table, one engine, one progress page."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.identity.models import Membership, WorkspaceQuerySet, WorkspaceRow

if TYPE_CHECKING:
    from doorstep.identity.actor import Actor


class RunQuerySet(WorkspaceQuerySet["Run"]):
    """Runs, the newest last."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the workspace; who sees only some records sees only what they started themselves."""
        runs = super().visible_to(actor)
        if actor.sees_assigned_to is None:
            return runs
        return runs.filter(created_by_id=actor.membership_id, created_by__isnull=False)

    def unfinished(self) -> Self:
        """Those that a worker has to start or to go on with."""
        return self.filter(state__in=[Run.State.QUEUED, Run.State.RUNNING])


class Run(WorkspaceRow):
    """One piece of work, done in chunks by the worker.

    Each chunk is one transaction that also moves `cursor`, so a worker that is killed leaves whole chunks
    only, and the next one goes on from `cursor`. `kind` names its class in config/runs.py.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for your answers")  # an import whose mapping is still open
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    params = models.JSONField(default=dict)
    cursor = models.JSONField(default=dict)
    total = models.PositiveIntegerField(null=True)  # None: not known yet
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # outcome -> rows
    error = models.TextField(blank=True)
    error_id = models.CharField(max_length=12, blank=True)  # the id in the log that a person can quote
    # The upload of an import, the result of an export.
    file = models.FileField(upload_to="runs/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    via = models.CharField(max_length=12, default="web")  # the door of whoever started it, see Actor.via
    rights = models.JSONField(default=list)  # what they could do then: the run never may more
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)  # prepared: total and selection are known
    holder = models.CharField(max_length=32, blank=True)  # who works on it, see runs.lease
    beat_at = models.DateTimeField(null=True)  # the holder's last sign of life
    attempts = models.PositiveSmallIntegerField(default=0)  # taken up so often without getting any further
    finished_at = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    undo_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="undos")

    objects = RunQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "kind", "-id"], name="run_latest")]

    def __str__(self) -> str:
        return self.title

    OVER: ClassVar = frozenset({State.DONE, State.CANCELLED, State.FAILED})

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in self.OVER


class RunChunk(WorkspaceRow):
    """A part of the records a run goes through, fixed when it starts: what appears later is not in it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="chunks", db_index=False)
    number = models.PositiveIntegerField()
    ids = models.JSONField()

    objects = WorkspaceQuerySet["RunChunk"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="run_chunk_once")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"


class RunRow(WorkspaceRow):
    """What a run did with one row or record, and what is needed to take it back.

    `before`: values overwritten, by model and field; `data`: what the row said (imports). `version`: of the
    record right after the run, so that an undo can tell what has been changed since.
    """

    class Outcome(models.TextChoices):
        CREATED = "created", _("Created")
        UPDATED = "updated", _("Updated")
        DUPLICATE = "duplicate", _("Duplicate, skipped")
        REFUSED = "refused", _("Refused")
        ASKED = "asked", _("Waiting for your decision")
        CHANGED = "changed", _("Changed")
        UNCHANGED = "unchanged", _("Nothing to change")
        UNDONE = "undone", _("Taken back")
        KEPT = "kept", _("Kept: changed since")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()  # the row in the file, or the place in the selection, from 1
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=300, blank=True)
    client_id = models.BigIntegerField(null=True)  # the record created, changed, or found as a duplicate
    version = models.PositiveIntegerField(null=True)
    data = models.JSONField(null=True)
    before = models.JSONField(null=True)

    objects = WorkspaceQuerySet["RunRow"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["run", "number"], name="run_row_number"),
            models.Index(fields=["run", "outcome", "number"], name="run_row_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"


class ScheduledTask(models.Model):
    """When a periodic task of config/schedule.py is due next.

    Compare-and-swap on `next_at` lets one worker win.
    """

    name = models.CharField(max_length=80, unique=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """A sign of life of each worker process, for `doorstep doctor` and the progress page."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
