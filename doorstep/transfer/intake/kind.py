"""The import as long-running work: reads ahead, decides, writes; and its dry run, which only tells."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.tables import Row
from doorstep.identity.actor import Actor
from doorstep.runs.kinds import Cursor, RowResult, RunKind, StepResult
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.intake import undoing
from doorstep.transfer.intake.cleaning import CleanRow, RowReader
from doorstep.transfer.intake.creating import Creator
from doorstep.transfer.intake.deciding import Decider, Decision
from doorstep.transfer.intake.matching import Matcher
from doorstep.transfer.intake.new_fields import make_custom_fields
from doorstep.transfer.intake.plan import Duplicates, Plan, remember
from doorstep.transfer.intake.updating import Updater
from doorstep.transfer.intake.words import Words
from doorstep.transfer.permissions import IMPORT
from doorstep.vocabulary.custom import CustomFields

CHUNK = 2000
Outcome = RunRow.Outcome


class ImportCustomers(RunKind):
    """Brings the rows of run.file into the workspace by the Plan in run.params. The cursor: {"row": last}."""

    capability = IMPORT
    undo_capability = IMPORT
    reverses = frozenset({Outcome.CREATED, Outcome.UPDATED})
    noun = gettext_lazy("rows")
    icon = "file-import"

    def __init__(self, run: Run, actor: Actor) -> None:
        super().__init__(run, actor)
        self.plan = Plan.of(run)
        self._rows: Iterator[Row] | None = None
        self._coming: list[CleanRow] = []

    def open(self) -> None:
        """Open the file; it is read from the start once, and then on from chunk to chunk."""
        self.table = self.plan.open(self.run)
        self.plan.check(self.table.header)

    def prepare(self) -> int | None:
        """Make the custom fields that columns asked for, and remember the mapping for the next file."""
        self.table = self.plan.open(self.run)
        make_custom_fields(self.run.workspace, self.plan)
        remember(self.run.workspace, self.table.header, self.plan.mapping, self.plan.profile)
        self.run.params = self.plan.as_params()
        return self.table.estimate_rows()

    def look_ahead(self, cursor: Cursor) -> None:
        """Read and clean the next rows; no transaction is open, so nobody waits."""
        self._coming = self.read(cursor, CHUNK)

    def read(self, cursor: Cursor, count: int) -> list[CleanRow]:
        """The next `count` rows: those behind the cursor at first, then on from where the last call ended."""
        if self._rows is None:
            self._start(cursor)
        assert self._rows is not None
        return [self.reader.read(row) for row in islice(self._rows, count)]

    def _start(self, cursor: Cursor) -> None:
        workspace = self.run.workspace
        custom = CustomFields(workspace)
        self._rows = self.table.rows(cursor.get("row", 0) + 1)
        self.reader = RowReader(workspace, self.plan, self.table.header, custom)
        self.words = Words(workspace, self.plan)
        self.matcher = Matcher(workspace)
        self.decider = Decider(self.plan, self.words, self.matcher)
        self.creator = Creator(self.actor, self.run.pk, self.words, custom)
        self.updater = Updater(self.actor, self.run.pk, self.words)

    def step(self, cursor: Cursor) -> StepResult:
        """Decide on the rows read ahead and write them."""
        rows, self._coming = self._coming, []
        results = self.write(self.decider.decide(rows)) if rows else []
        if self.words.changed:
            self.run.params = self.plan.as_params()
            self.run.save(update_fields=["params"])
            self.words.changed = False
        last = rows[-1].number if rows else cursor.get("row", 0)
        return StepResult(results, {"row": last}, len(rows), finished=len(rows) < CHUNK)

    def write(self, decisions: Sequence[Decision]) -> list[RowResult]:
        """Write a chunk: new customers first, then what is added to them and to those that were here."""
        new = [one.row for one in decisions if one.outcome == Outcome.CREATED]
        ids = self.creator.create(new)
        self.matcher.forget()
        pairs = [
            (one.row, client_id)
            for one in decisions
            if one.outcome == Outcome.UPDATED and (client_id := _target(one, ids))
        ]
        changed = self.updater.update(pairs, values_too=self.plan.duplicates == Duplicates.UPDATE)
        return [self._result(one, ids, changed) for one in decisions]

    def _result(
        self, decision: Decision, ids: dict[int, int], changed: dict[int, tuple[dict[str, Any], int]]
    ) -> RowResult:
        number, reason = decision.row.number, decision.reason
        if decision.outcome == Outcome.CREATED:
            return RowResult(number, Outcome.CREATED, ids[number], reason, version=1)
        client_id = _target(decision, ids)
        if decision.outcome != Outcome.UPDATED:
            return RowResult(number, decision.outcome, client_id, reason)
        if number not in changed:
            reason = _("%(match)s Nothing new in it.") % {"match": reason}
            return RowResult(number, Outcome.DUPLICATE, client_id, reason)
        before, version = changed[number]
        return RowResult(number, Outcome.UPDATED, client_id, reason, version=version, before=before)

    def undo_rows(self, rows: Sequence[RunRow]) -> list[RowResult]:
        """Remove what was created, put back what was overwritten; keep what people have changed since."""
        return undoing.undo_rows(self.actor, rows)

    def finish_undo(self) -> None:
        """Remove the tags, sources, accounts and fields that the import made and nobody uses."""
        undoing.forget_words(self.actor, self.plan.made)

    def records_url(self) -> str:
        """The customers page, showing exactly the records of this run."""
        return f"{reverse('customers:list')}?run={self.run.pk}"


class DryRun(ImportCustomers):
    """The same, up to the writing: says of each row what the import would do. Begins again after a break."""

    undo_capability = None
    icon = "eye"
    restarts = True

    def prepare(self) -> int | None:
        """Nothing is made."""
        return self.table.estimate_rows()

    def step(self, cursor: Cursor) -> StepResult:
        """Decide on the rows read ahead."""
        rows, self._coming = self._coming, []
        decisions = self.decider.decide(rows) if rows else []
        results = [RowResult(one.row.number, one.outcome, one.client_id, one.reason) for one in decisions]
        last = rows[-1].number if rows else cursor.get("row", 0)
        return StepResult(results, {"row": last}, len(rows), finished=len(rows) < CHUNK)

    def records_url(self) -> str:
        """No records came of it."""
        return ""


def _target(decision: Decision, ids: dict[int, int]) -> int | None:
    """The client the row is about: one that is here, or the one an earlier row of this chunk made."""
    if decision.match is None:
        return None
    who = decision.match.who
    return who.client_id if who.client_id is not None else ids.get(who.row or 0)
