"""Deciding on rows that an import asked about: skip, make a new customer, or update who is here."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.bulk import update_rows
from doorstep.core.errors import RuleBroken
from doorstep.core.tables import Row
from doorstep.identity.actor import Actor
from doorstep.runs.kinds import Cursor, RowResult, RunKind, StepResult
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.kind import ImportCustomers, take_turns
from doorstep.transfer.intake.plan import Duplicates
from doorstep.transfer.permissions import IMPORT

CHUNK = 500
Outcome = RunRow.Outcome


class Answers:
    """Answers asked rows of one import by the same answer. The file is read once, from top to bottom."""

    def __init__(self, actor: Actor, run: Run, answer: Duplicates) -> None:
        self.run = run
        self.answer = answer
        self.work = ImportCustomers(run, actor)
        self.work.plan.duplicates = answer
        self.work.open()
        self.work.close()
        self.work.get_ready()
        self.work.decider.answering = True
        self._rows: Iterator[Row] = self.work.table.rows()

    def give(self, rows: Sequence[RunRow]) -> list[RowResult]:
        """Carry the answer out for these rows, in rising order, and keep it on them; in a transaction.

        Raises RuleBroken when the file does not hold a row any more.
        """
        take_turns(self.run.workspace_id)
        if self.answer == Duplicates.SKIP:
            results = [RowResult(row.number, Outcome.DUPLICATE, row.client_id, row.reason) for row in rows]
        elif self.answer == Duplicates.UPDATE:
            results = self._update(rows)
        else:
            results = self.work.write(self.work.decider.decide(self._read(rows)))
        self.work.keep_made()
        self._keep(rows, results)
        return results

    def _read(self, rows: Sequence[RunRow]) -> list[CleanRow]:
        """The rows as the file has them: they say what they said."""
        wanted = [row.number for row in rows]
        found: list[CleanRow] = []
        for row in self._rows:
            if row.number == wanted[len(found)]:
                found.append(self.work.reader.read(row))
                if len(found) == len(wanted):
                    return found
        raise RuleBroken(_("The file of this import has changed. Import the row again."))

    def _update(self, rows: Sequence[RunRow]) -> list[RowResult]:
        clean = self._read(rows)
        self.work.decider.settle(clean)
        who = {row.number: row for row in rows}
        pairs = [(one, pk) for one in clean if (pk := who[one.number].client_id)]
        changed = self.work.updater.update(pairs, values_too=True)
        return [self._updated(who[one.number], changed.get(one.number)) for one in clean]

    def _updated(self, row: RunRow, change: tuple[dict[str, Any], int] | None) -> RowResult:
        if change is None:
            words = _("%(match)s Nothing new in it.") % {"match": row.reason}
            return RowResult(row.number, Outcome.DUPLICATE, row.client_id, words)
        before, version = change
        return RowResult(
            row.number, Outcome.UPDATED, row.client_id, row.reason, version=version, before=before
        )

    def _keep(self, rows: Sequence[RunRow], results: Sequence[RowResult]) -> None:
        """The rows of the import say what became of them: its undo takes them back with the rest."""
        pks = {row.number: row.pk for row in rows}
        update_rows(
            RunRow,
            ("outcome", "client_id", "reason", "version", "before"),
            [
                (pks[one.number], one.outcome, one.client_id, one.reason[:300], one.version, one.before)
                for one in results
            ],
        )
        counts = dict(self.run.counts)
        for one in results:
            counts[Outcome.ASKED] = counts.get(Outcome.ASKED, 0) - 1
            counts[str(one.outcome)] = counts.get(str(one.outcome), 0) + 1
        self.run.counts = {outcome: count for outcome, count in counts.items() if count}
        self.run.save(update_fields=["counts"])


class AnswerAll(RunKind):
    """Answers every row an import still asks about. params: {"import": its run, "answer": Duplicates}."""

    capability = IMPORT
    undo_capability = None  # undoing the import takes these back too
    noun = gettext_lazy("rows")
    icon = "list-check"

    def is_small(self) -> bool:
        """By the number of rows asked about."""
        return self._asked().count() <= 100

    def open(self) -> None:
        """Open the import's file once it is needed."""
        self._answers: Answers | None = None

    def prepare(self) -> int:
        """Every row that nobody has decided on."""
        return self._asked().count()

    def step(self, cursor: Cursor) -> StepResult:
        """The next rows in order of the file."""
        run = Run.objects.select_for_update(of=("self",)).get(pk=self.run.params["import"])
        refuse_unless_open(run)
        rows = list(self._asked().filter(number__gt=cursor.get("row", 0)).order_by("number")[:CHUNK])
        if not rows:
            return StepResult([], cursor, 0, finished=True)
        if self._answers is None:
            self._answers = Answers(self.actor, run, Duplicates(self.run.params["answer"]))
        self._answers.run = self._answers.work.run = run
        results = self._answers.give(rows)
        return StepResult(results, {"row": rows[-1].number}, len(rows), finished=len(rows) < CHUNK)

    def records_url(self) -> str:
        """Those of the import."""
        return ""

    def _asked(self) -> "QuerySet[RunRow]":
        return RunRow.objects.filter(run_id=self.run.params["import"], outcome=Outcome.ASKED)


def refuse_unless_open(run: Run) -> None:
    """Raise RuleBroken when rows of the import cannot be decided on (any more)."""
    if not run.is_over:
        raise RuleBroken(_("The import is still under way. Decide when it has ended."))
    if run.undos.exists():
        raise RuleBroken(_("This import has been taken back."))
