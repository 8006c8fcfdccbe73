"""The import as long-running work: reads ahead, decides, writes."""

import gc
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.permissions import Capability
from doorstep.identity.actor import Actor
from doorstep.runs.kinds import Cursor, RowResult, RunKind, StepResult
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.intake import undoing
from doorstep.transfer.intake.ahead import ReadAhead
from doorstep.transfer.intake.cleaning import CleanRow, RowReader
from doorstep.transfer.intake.creating import Creator
from doorstep.transfer.intake.deciding import Decider, Decision
from doorstep.transfer.intake.earlier import Earlier
from doorstep.transfer.intake.matching import Matcher
from doorstep.transfer.intake.memory import forget, remember
from doorstep.transfer.intake.new_fields import make_custom_fields
from doorstep.transfer.intake.plan import Duplicates, Plan
from doorstep.transfer.intake.updating import Updater
from doorstep.transfer.intake.words import Words
from doorstep.transfer.permissions import IMPORT
from doorstep.vocabulary.custom import CustomFields

CHUNK = 2000
#: Imports into one workspace take turns, chunk by chunk: none may miss whom the other just made.
_TURNS = 0x1A7A_0000_0000
Outcome = RunRow.Outcome


class ImportCustomers(RunKind):
    """Brings the rows of run.file into the workspace by the Plan in run.params. The cursor: {"row": last}."""

    capability = IMPORT
    undo_capability: ClassVar[Capability | None] = IMPORT
    reverses = frozenset({Outcome.CREATED, Outcome.UPDATED})
    noun = gettext_lazy("rows")
    icon = "file-import"
    dry = False

    def __init__(self, run: Run, actor: Actor) -> None:
        super().__init__(run, actor)
        self.plan = Plan.of(run)
        self._ahead: ReadAhead | None = None
        self._coming: list[CleanRow] = []

    def open(self) -> None:
        """Open the file; it is read from the start once, and then on from chunk to chunk."""
        self.table = self.plan.open(self.run)
        self.plan.check(self.table.header)
        # A chunk makes a hundred thousand values and no cycles: looking for them took a quarter of the time.
        self._thresholds = gc.get_threshold()
        gc.set_threshold(100_000, 50, 100)

    def close(self) -> None:
        """Let go of the file."""
        if hasattr(self, "_thresholds"):
            gc.set_threshold(*self._thresholds)
        if self._ahead is not None:
            self._ahead.close()

    def prepare(self) -> int | None:
        """Make the custom fields that columns asked for, and remember the mapping for the next file."""
        self.plan.made["memory"] = remember(self.run.workspace, self.table.header, self.plan)
        make_custom_fields(self.run.workspace, self.plan)
        self.run.params = self.run.params | self.plan.as_params()
        return self.table.estimate_rows()

    def look_ahead(self, cursor: Cursor) -> None:
        """Read and clean the next rows; no transaction is open, so nobody waits."""
        if self._ahead is None:
            self.get_ready()
            self._ahead = ReadAhead(self.table, self.reader, cursor.get("row", 0))
        self._coming = self._ahead.take(CHUNK)

    def get_ready(self) -> None:
        """Make what reads, decides and writes; some ten statements."""
        workspace = self.run.workspace
        custom = self.custom_fields()
        self.reader = RowReader(workspace, self.plan, self.table.header, custom)
        self.words = Words(workspace, self.plan, dry=self.dry)
        self.matcher = Matcher(self.actor, by_reference_only=self.plan.places_only)
        earlier = Earlier(self.actor, self.plan)
        self.decider = Decider(self.plan, self.words, self.matcher, earlier)
        self.creator = Creator(self.actor, self.run.pk, self.words, custom)
        self.updater = Updater(self.actor, self.run.pk, self.words)

    def custom_fields(self) -> CustomFields:
        """The workspace's own fields."""
        return CustomFields(self.run.workspace)

    def step(self, cursor: Cursor) -> StepResult:
        """Decide on the rows read ahead and write them."""
        rows, self._coming = self._coming, []
        results = self.go_through(rows) if rows else []
        self.keep_made()
        last = rows[-1].number if rows else cursor.get("row", 0)
        return StepResult(results, {"row": last}, len(rows), finished=len(rows) < CHUNK)

    def go_through(self, rows: Sequence[CleanRow]) -> list[RowResult]:
        """Decide on rows and write them, in the transaction."""
        take_turns(self.run.workspace_id)
        decisions = self.decider.decide(rows)
        self.read_on()
        return self.write(decisions)

    def read_on(self) -> None:
        """Let the next rows be read while the database works on these."""
        if self._ahead is not None:
            self._ahead.go_on()

    def keep_made(self) -> None:
        """Keep on the run what an undo has to remove beside the customers."""
        if self.words.changed:
            self.run.params = self.run.params | {"made": self.plan.made}
            self.run.save(update_fields=["params"])
            self.words.changed = False

    def write(self, decisions: Sequence[Decision]) -> list[RowResult]:
        """Write a chunk: new customers first, then what is added to them and to those that were here."""
        ids = self.creator.create([one.row for one in decisions if one.outcome == Outcome.CREATED])
        self.matcher.forget()
        pairs = [
            (one.row, client_id)
            for one in decisions
            if one.outcome == Outcome.UPDATED and (client_id := _target(one, ids))
        ]
        changed = self.updater.update(pairs, values_too=self.plan.duplicates == Duplicates.UPDATE)
        return [_result(one, ids, changed) for one in decisions]

    def undo_rows(self, rows: Sequence[RunRow]) -> list[RowResult]:
        """Remove what was created, put back what was overwritten; keep what people have changed since."""
        return undoing.undo_rows(self.actor, self.run, rows)

    def finish_undo(self) -> None:
        """Remove the tags, sources, accounts and fields that the import made and nobody uses."""
        undoing.forget_words(self.actor, self.plan.made)
        forget(self.run.workspace, self.plan.made.get("memory"))

    def records_url(self) -> str:
        """The customers page, showing exactly the records of this run."""
        return f"{reverse('customers:list')}?run={self.run.pk}"

    def answers_url(self) -> str:
        """The mapping page before it begins, the decisions on what it asked afterwards."""
        waits = self.run.state == Run.State.WAITING
        return reverse("transfer:import_plan" if waits else "transfer:import_decisions", args=[self.run.pk])

    def result_url(self) -> str:
        """The file's own rows with what became of each."""
        return reverse("transfer:import_result", args=[self.run.pk])


def take_turns(workspace_id: int) -> None:
    """Wait until no other import writes into the workspace, in a transaction; SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURNS + workspace_id])


def nothing_new(decision: Decision, client_id: int | None) -> RowResult:
    """A row that would update a customer, but says nothing that it does not say itself."""
    reason = _("%(match)s Nothing new in it.") % {"match": decision.reason}
    return RowResult(decision.row.number, Outcome.DUPLICATE, client_id, reason)


def _result(
    decision: Decision, ids: dict[int, int], changed: dict[int, tuple[dict[str, Any], int]]
) -> RowResult:
    number, reason = decision.row.number, decision.reason
    if decision.outcome == Outcome.CREATED:
        return RowResult(number, Outcome.CREATED, ids[number], reason, version=1)
    client_id = _target(decision, ids)
    if decision.outcome != Outcome.UPDATED:
        return RowResult(number, decision.outcome, client_id, reason, data=said(decision))
    if number not in changed:
        return nothing_new(decision, client_id)
    before, version = changed[number]
    return RowResult(number, Outcome.UPDATED, client_id, reason, version=version, before=before)


def said(decision: Decision) -> dict[str, str] | None:
    """What a row said that somebody has to look at."""
    eyed = decision.outcome in {Outcome.REFUSED, Outcome.ASKED}
    return decision.row.said if eyed else None


def _target(decision: Decision, ids: dict[int, int]) -> int | None:
    """The client the row is about: one that is here, or the one an earlier row of this chunk made."""
    if decision.match is None:
        return None
    who = decision.match.who
    return who.client_id if who.client_id is not None else ids.get(who.row or 0)
