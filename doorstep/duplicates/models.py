"""Pairs of records that may be the same customer, and what merges did."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import Client
from doorstep.identity.models import Membership, WorkspaceQuerySet, WorkspaceRow

if TYPE_CHECKING:
    from doorstep.identity.actor import Actor


class PairQuerySet(WorkspaceQuerySet["DuplicatePair"]):
    """Pairs, seen by whoever sees both records."""

    def visible_to(self, actor: "Actor") -> Self:
        pairs = super().visible_to(actor)
        if actor.sees_assigned_to is None:
            return pairs
        members = sorted(actor.sees_assigned_to)
        return pairs.filter(low__assigned_to_id__in=members, high__assigned_to_id__in=members)


class DuplicatePair(WorkspaceRow):
    """Two clients that may be one; `low` has the smaller id. `score`: 0 to 100, `reasons`: keys of REASONS.

    A pair that is dismissed stays so, whatever later scans find. An open one that the last scan no longer
    found goes (`scan`: the number of the run that found it last; 0: found by hand).
    """

    class Strength(models.TextChoices):
        CONFIDENT = "confident", _("Surely the same")
        LIKELY = "likely", _("Probably the same")
        HOUSEHOLD = "household", _("Same household")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DISMISSED = "dismissed", _("Not duplicates")

    goes_along = True

    low = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    high = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    strength = models.CharField(max_length=10, choices=Strength)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    scan = models.BigIntegerField(default=0)
    found_at = models.DateTimeField(default=timezone.now)

    objects = PairQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "state", "strength", "-score", "id"], name="duplicate_pair_list"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="duplicate_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.low_id}/{self.high_id}: {self.score}"


class MergeQuerySet(WorkspaceQuerySet["Merge"]):
    """Merges, seen by whoever sees all records, and by whoever did them."""

    def visible_to(self, actor: "Actor") -> Self:
        merges = super().visible_to(actor)
        if actor.sees_assigned_to is None:
            return merges
        return merges.filter(merged_by_id=actor.membership_id, merged_by__isnull=False)


class Merge(WorkspaceRow):
    """One record that went into another. Ids are plain numbers: of the two, one is not there any more.

    `moved`: rows by table label. `version`: the survivor's right after it. `marks`: the highest key of each
    table then, so that an undo can tell what came later, and "address", the survivor's own primary place.
    `crossed`: see merging.crossing.
    """

    survivor_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    survivor_name = models.CharField(max_length=200)
    other_name = models.CharField(max_length=200)
    moved = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    marks = models.JSONField(default=dict)
    crossed = models.PositiveIntegerField(default=0)
    merged_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    merged_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="merge_newest")]

    def __str__(self) -> str:
        return f"{self.other_name} → {self.survivor_name}"


class MergePart(WorkspaceRow):
    """One step of a merge, in order: what an undo reads backwards (see merging.manifest)."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=8)  # a merging.manifest.Step
    table = models.CharField(max_length=60)  # a model's label
    content = models.JSONField()

    objects = WorkspaceQuerySet["MergePart"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "number"], name="merge_part_once")]

    def __str__(self) -> str:
        return f"{self.merge_id}.{self.number}: {self.step} {self.table}"
