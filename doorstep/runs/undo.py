"""Taking a run back: a run of its own that goes through the other's rows from the last to the first."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from doorstep.core.permissions import Capability
from doorstep.identity.actor import Actor
from doorstep.runs.kinds import Cursor, RunKind, StepResult, kind_class
from doorstep.runs.models import Run, RunRow

UNDO = "undo"
ROWS_PER_STEP = 500


class UndoRun(RunKind):
    """Reverses `run.undo_of`, as far as nobody has changed its records since."""

    noun = _("records")
    icon = "arrow-back-up"

    def __init__(self, run: Run, actor: Actor) -> None:
        super().__init__(run, actor)
        assert run.undo_of is not None
        self.original = run.undo_of
        self.reversing = kind_class(self.original.kind)(self.original, actor)
        # Looked up on the instance: what the undo needs is what the kind it reverses says.
        self.capability: Capability = self.reversing.undo_capability or self.reversing.capability  # type: ignore[misc]  # the class names none

    def is_small(self) -> bool:
        """As many rows as the original has to take back."""
        return reversible(self.original) <= 200

    def prepare(self) -> int:
        """Everything that the original did and nobody has taken back yet."""
        done = sum(self.original.undos.exclude(pk=self.run.pk).values_list("done", flat=True))
        return max(0, reversible(self.original) - done)

    def step(self, cursor: Cursor) -> StepResult:
        """The next rows, newest first."""
        rows = list(_rows(self.original, cursor)[:ROWS_PER_STEP])
        results = self.reversing.undo_rows(rows) if rows else []
        if rows:
            cursor = {"number": rows[-1].number, "id": rows[-1].pk}
        return StepResult(rows=results, cursor=cursor, done=len(rows), finished=len(rows) < ROWS_PER_STEP)

    def finish(self) -> None:
        """Let the kind take back what is not in rows."""
        self.reversing.finish_undo()

    def records_url(self) -> str:
        """The records of the run that was taken back."""
        return self.reversing.records_url()


def _rows(original: Run, cursor: Cursor) -> QuerySet[RunRow]:
    """In the order of the index (run, number), from the end."""
    rows = RunRow.objects.filter(run=original, outcome__in=sorted(kind_class(original.kind).reverses))
    if cursor:
        rows = rows.filter(number__lte=cursor["number"]).exclude(
            number=cursor["number"], pk__gte=cursor["id"]
        )
    return rows.order_by("-number", "-pk")


def reversible(original: Run) -> int:
    """How many rows of the run an undo would take back, from its counts."""
    outcomes = kind_class(original.kind).reverses
    return sum(count for outcome, count in original.counts.items() if outcome in outcomes)
