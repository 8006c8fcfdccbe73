"""The scan as a run: block by block, the groups of a block in slices, each slice one transaction."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.duplicates.finding.blocks import BLOCKS, groups, pairs
from doorstep.duplicates.finding.scoring import score
from doorstep.duplicates.finding.traits import read_traits
from doorstep.duplicates.finding.writing import Found, write_pairs
from doorstep.duplicates.models import DuplicatePair
from doorstep.duplicates.permissions import MERGE
from doorstep.identity.actor import Actor
from doorstep.runs.kinds import Cursor, RunKind, StepResult
from doorstep.runs.models import Run

#: Groups to a transaction.
SLICE = 2000


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
        self._found: list[Found] = []
        # Twins mostly share several keys; they are compared in the first block that has them.
        self._compared: set[tuple[int, int]] = set()

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
        write_pairs(self.run.workspace_id, self.run.pk, self._found)
        following: dict[str, Any] = {"block": block, "after": after + done}
        if after + done >= len(self._groups):
            following = {"block": block + 1, "after": 0}
        return StepResult([], following, done, finished=following["block"] >= BLOCKS)

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

    def _compare(self, some: list[list[int]]) -> list[Found]:
        new = sorted({pair for group in some for pair in pairs(group)} - self._compared)
        self._compared.update(new)
        traits = read_traits({pk for pair in new for pk in pair})
        return [
            (low, high, result)
            for low, high in new
            if low in traits and high in traits
            if (result := score(traits[low], traits[high])) is not None
        ]
