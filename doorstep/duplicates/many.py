"""Merging all pairs that are surely the same, as a run."""

from collections.abc import Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.errors import RuleBroken
from doorstep.duplicates.actions.merging import merge_customers
from doorstep.duplicates.actions.undoing import undo_merge
from doorstep.duplicates.models import DuplicatePair
from doorstep.duplicates.permissions import MERGE
from doorstep.duplicates.queries import better_first
from doorstep.runs.kinds import Cursor, Outcome, RowResult, RunKind, StepResult
from doorstep.runs.models import RunRow
from doorstep.runs.rows import read_selection, write_selection

#: A merge is some eighty statements: few to a transaction, so that others need not wait long for a record.
CHUNK = 10


class MergeConfident(RunKind):
    """Merges pairs with the defaults of each field, the better kept record staying; each can be undone."""

    capability = MERGE
    undo_capability = MERGE
    reverses = frozenset({Outcome.CHANGED})
    noun = gettext_lazy("pairs")
    icon = "arrows-join"

    def prepare(self) -> int:
        """Fix which pairs: what a scan finds later is not meant."""
        sure = DuplicatePair.objects.visible_to(self.actor).filter(
            state=DuplicatePair.State.OPEN, strength=DuplicatePair.Strength.CONFIDENT
        )
        ids = sure.order_by("-score", "pk").values_list("pk", flat=True)
        return write_selection(self.run, ids.iterator(chunk_size=5000), size=CHUNK)

    def step(self, cursor: Cursor) -> StepResult:
        """Merge the next few."""
        chunk = cursor.get("chunk", 0)
        ids = read_selection(self.run, chunk)
        rows = [self._merge(number, pk) for number, pk in enumerate(ids, chunk * CHUNK + 1)]
        return StepResult(rows, {"chunk": chunk + 1}, done=len(ids), finished=len(ids) < CHUNK)

    def _merge(self, number: int, pair_id: int) -> RowResult:
        pairs = DuplicatePair.objects.visible_to(self.actor).filter(state=DuplicatePair.State.OPEN)
        pair = pairs.filter(pk=pair_id).first()
        if pair is None:
            # One of the two has just been merged with a third.
            return RowResult(number, Outcome.UNCHANGED)
        survivor_id, other_id = better_first(pair.low_id, pair.high_id)
        try:
            with transaction.atomic():
                merge = merge_customers(actor=self.actor, survivor_id=survivor_id, other_id=other_id)
        except RuleBroken as broken:
            return RowResult(number, Outcome.REFUSED, survivor_id, str(broken))
        said = _("“%(name)s” was merged into it") % {"name": merge.other_name}
        return RowResult(
            number, Outcome.CHANGED, survivor_id, said, version=merge.version, before={"merge": merge.pk}
        )

    def undo_rows(self, rows: Sequence[RunRow]) -> list[RowResult]:
        """Undo each merge, the last first."""
        return [self._undo(row) for row in rows]

    def _undo(self, row: RunRow) -> RowResult:
        try:
            with transaction.atomic():
                merge_id = (row.before or {}).get("merge", 0)
                _merge, notes = undo_merge(actor=self.actor, merge_id=merge_id)
        except RuleBroken as broken:
            return RowResult(row.number, Outcome.KEPT, row.client_id, str(broken))
        except ObjectDoesNotExist:
            return RowResult(row.number, Outcome.KEPT, row.client_id, _("It is not there any more."))
        return RowResult(row.number, Outcome.UNDONE, row.client_id, " ".join(notes))

    def records_url(self) -> str:
        """What is left to decide."""
        return reverse("duplicates:list")
