"""The dry run: says of each row what the import would do, and changes nothing."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.identity.actor import Actor
from doorstep.runs.kinds import Outcome, RowResult
from doorstep.runs.models import Run
from doorstep.transfer.intake.applying import apply_row
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.deciding import Decision
from doorstep.transfer.intake.kind import ImportCustomers, nothing_new
from doorstep.transfer.intake.new_fields import make_custom_fields
from doorstep.transfer.intake.plan import Duplicates
from doorstep.transfer.intake.states import State, load_states
from doorstep.vocabulary.custom import CustomFields


class DryRun(ImportCustomers):
    """The import up to the writing. Begins again after a break: what it foresees, it only has in mind."""

    undo_capability = None
    noun = gettext_lazy("rows")
    icon = "eye"
    restarts = True
    dry = True

    def __init__(self, run: Run, actor: Actor) -> None:
        super().__init__(run, actor)
        # What customers would be by now: their id, or minus the row that would make them -> State.packed().
        self._foreseen: dict[int, bytes] = {}

    def prepare(self) -> int | None:
        """Nothing is made."""
        return self.table.estimate_rows()

    def custom_fields(self) -> CustomFields:
        """The workspace's own fields, and those that the import would make."""
        custom = super().custom_fields()
        for field in make_custom_fields(self.run.workspace, self.plan, dry=True):
            custom.fields[field.key] = field
        return custom

    def keep_made(self) -> None:
        """Nothing was."""

    def go_through(self, rows: Sequence[CleanRow]) -> list[RowResult]:
        """Decide on rows, and see which updates would change nothing."""
        decisions = self.decider.decide(rows)
        self._load([one for one in decisions if one.outcome == Outcome.UPDATED])
        results = [self._foresee(one) for one in decisions]
        self._states.clear()
        return results

    def _load(self, updates: Sequence[Decision]) -> None:
        ids = {one.client_id for one in updates if one.client_id} - self._foreseen.keys()
        self._states: dict[int, State] = load_states(self.run.workspace, ids, lock=False) if ids else {}

    def _foresee(self, decision: Decision) -> RowResult:
        row = decision.row
        plain = RowResult(row.number, decision.outcome, decision.client_id, decision.reason)
        if decision.outcome == Outcome.CREATED:
            references: dict[str, Any] = self.words.references(row)
            tag_ids = self.words.tag_ids(row.tags)
            if row.reference or self.plan.duplicates == Duplicates.UPDATE:
                # Only these can be updated by a later row.
                state = State.of_row(row, tag_ids, {**references, "type_id": row.type_id})
                self._foreseen[-row.number] = state.packed()
            return plain
        if decision.outcome != Outcome.UPDATED or decision.match is None:
            return plain
        who = decision.match.who
        key = who.client_id if who.client_id is not None else -(who.row or 0)
        packed = self._foreseen.get(key)
        state_now = State.unpacked(packed) if packed else self._states.get(key)
        values_too = self.plan.duplicates == Duplicates.UPDATE
        if state_now is None or not apply_row(row, state_now, self.words, values_too=values_too):
            return nothing_new(decision, decision.client_id)
        self._foreseen[key] = state_now.packed()
        return plain

    def records_url(self) -> str:
        """No records came of it."""
        return ""
