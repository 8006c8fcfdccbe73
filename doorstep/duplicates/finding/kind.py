"""The scan as a run: block by block, the groups of a block in slices, each slice one transaction."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.clients.models import Client
from doorstep.core.db import listed
from doorstep.duplicates.finding.blocks import BLOCKS, groups, pairs
from doorstep.duplicates.finding.scoring import score
from doorstep.duplicates.finding.traits import read_traits
from doorstep.duplicates.models import DuplicatePair
from doorstep.duplicates.permissions import MERGE
from doorstep.identity.actor import Actor
from doorstep.runs.kinds import Cursor, RunKind, StepResult
from doorstep.runs.models import Run

#: Groups to a transaction.
SLICE = 2000
_COLUMNS = ["score", "strength", "reasons", "scan"]


class ScanForDuplicates(RunKind):
    """Finds pairs. Cursor: {"block": which, "after": groups of it that are done}.

    A break groups the block anew; the groups come in the order of their ids, so that what changed meanwhile
    shifts a few at most, which the next night's scan compares.
    """

    capability = MERGE
    noun = gettext_lazy("groups of records")
    icon = "users"

    def __init__(self, run: Run, actor: Actor) -> None:
        super().__init__(run, actor)
        self._block = -1
        self._groups: list[list[int]] = []
        self._found: list[DuplicatePair] = []

    def look_ahead(self, cursor: Cursor) -> None:
        """Group the block when it is new, and compare the next slice."""
        block = cursor.get("block", 0)
        if block != self._block:
            self._block, self._groups = block, groups(self.run.workspace_id, block)
        self._found = self._compare(self._slice(cursor))

    def step(self, cursor: Cursor) -> StepResult:
        """Write down what the slice gave."""
        block, after = cursor.get("block", 0), cursor.get("after", 0)
        done = len(self._slice(cursor))
        DuplicatePair.objects.bulk_create(
            self._still_there(),
            update_conflicts=True,
            unique_fields=["low", "high"],
            update_fields=_COLUMNS,
            batch_size=500,
        )
        following: dict[str, Any] = {"block": block, "after": after + done}
        if after + done >= len(self._groups):
            following = {"block": block + 1, "after": 0}
        return StepResult([], following, done, finished=following["block"] >= BLOCKS)

    def _still_there(self) -> list[DuplicatePair]:
        """Those of whom nobody was deleted since they were compared; nor will be, until the commit."""
        ids = {pk for pair in self._found for pk in (pair.low_id, pair.high_id)}
        clients = Client.objects.select_for_update(no_key=True).filter(pk__in=listed(sorted(ids)))
        there = set(clients.order_by("pk").values_list("pk", flat=True))
        return [pair for pair in self._found if {pair.low_id, pair.high_id} <= there]

    def finish(self) -> None:
        """What this scan no longer found goes, unless somebody has decided on it."""
        pairs_of = DuplicatePair.objects.filter(workspace_id=self.run.workspace_id)
        pairs_of.filter(state=DuplicatePair.State.OPEN).exclude(scan__in=[0, self.run.pk]).delete()

    def next_step(self) -> tuple[str, str]:
        """The pairs."""
        return _("Show the pairs"), reverse("duplicates:list")

    def _slice(self, cursor: Cursor) -> list[list[int]]:
        after = cursor.get("after", 0)
        return self._groups[after : after + SLICE]

    def _compare(self, some: list[list[int]]) -> list[DuplicatePair]:
        traits = read_traits({pk for group in some for pk in group})
        found: dict[tuple[int, int], DuplicatePair] = {}
        for group in some:
            present = [pk for pk in group if pk in traits]
            for low, high in pairs(present):
                if (low, high) in found:
                    continue
                result = score(traits[low], traits[high])
                if result is not None:
                    found[low, high] = DuplicatePair(
                        workspace_id=self.run.workspace_id,
                        low_id=low,
                        high_id=high,
                        score=result.points,
                        strength=result.strength,
                        reasons=result.reasons,
                        scan=self.run.pk,
                    )
        return [found[key] for key in sorted(found)]
