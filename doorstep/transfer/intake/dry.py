"""The dry run: says of each row what the import would do, and changes nothing."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.identity.actor import Actor
from doorstep.runs.kinds import Outcome, RowResult
from doorstep.runs.models import Run
from doorstep.transfer.intake.applying import apply_row
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.deciding import Decision
from doorstep.transfer.intake.kind import ImportCustomers, nothing_new, said
from doorstep.transfer.intake.matching import found_by as row_found_by
from doorstep.transfer.intake.new_fields import make_custom_fields
from doorstep.transfer.intake.people import who, who_is
from doorstep.transfer.intake.plan import Duplicates
from doorstep.transfer.intake.states import State, found_by, load_states
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
        self.read_on()
        decisions = self.decider.decide(rows)
        self.matcher.forget()
        self._load([one for one in decisions if one.outcome == Outcome.UPDATED])
        self._old_keys = {key: found_by(state) for key, state in self._states.items()}
        # As the import does it: what is new first.
        for one in decisions:
            if one.outcome == Outcome.CREATED:
                self._foresee_new(one.row)
        changed: set[int] = set()
        results = [self._foresee(one, changed) for one in decisions]
        for key in sorted(changed):
            self._keep(key)
        return results

    def _load(self, updates: Sequence[Decision]) -> None:
        """What the customers to be updated are by now: in the workspace, or by earlier rows."""
        keys = {key for one in updates if (key := _key(one))}
        here = {key for key in keys if key > 0} - self._foreseen.keys()
        self._states = load_states(self.run.workspace, here, lock=False) if here else {}
        self._states |= {key: State.unpacked(self._foreseen[key]) for key in keys & self._foreseen.keys()}

    def _foresee_new(self, row: CleanRow) -> None:
        """Words are made as the import would make them; only some rows can be updated by a later one."""
        references: dict[str, Any] = {**self.words.references(row), "type_id": row.type_id}
        tag_ids = self.words.tag_ids(row.tags)
        self.matcher.foresee(who_is(row), row_found_by(row))
        if row.reference or self.plan.duplicates == Duplicates.UPDATE:
            state = State.of_row(row, tag_ids, references)
            self._states[-row.number] = state
            self._old_keys[-row.number] = found_by(state)
            self._foreseen[-row.number] = state.packed()

    def _foresee(self, decision: Decision, changed: set[int]) -> RowResult:
        row, key = decision.row, _key(decision)
        if decision.outcome != Outcome.UPDATED:
            words, cells = decision.reason, said(decision)
            return RowResult(row.number, decision.outcome, decision.client_id, words, data=cells)
        state = self._states.get(key)
        values_too = self.plan.duplicates == Duplicates.UPDATE
        if state is None or not apply_row(row, state, self.words, values_too=values_too):
            return nothing_new(decision, decision.client_id)
        changed.add(key)
        return RowResult(row.number, Outcome.UPDATED, decision.client_id, decision.reason)

    def _keep(self, key: int) -> None:
        """Later rows find the customer as it would be."""
        state = self._states[key]
        client = state.client
        names = (client[name] for name in ("name", "first_name", "last_name", "company_name"))
        one = who(key if key > 0 else None, -key if key < 0 else None, *names)
        self.matcher.foresee(one, found_by(state), self._old_keys[key])
        self._foreseen[key] = state.packed()

    def records_url(self) -> str:
        """No records came of it."""
        return ""

    def answers_url(self) -> str:
        """What would be asked is asked by the import."""
        return ""

    def next_step(self) -> tuple[str, str]:
        """Back to the import: change the mapping, or begin."""
        run_id = self.run.params.get("import")
        if not Run.objects.filter(pk=run_id, state=Run.State.WAITING).exists():
            return "", ""
        return _("Change the mapping or import"), reverse("transfer:import_plan", args=[run_id])


def _key(decision: Decision) -> int:
    """The id of the customer that is updated, or minus the row that would make it."""
    if decision.match is None:
        return 0
    one = decision.match.who
    return one.client_id if one.client_id is not None else -(one.row or 0)
