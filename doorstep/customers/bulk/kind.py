"""The bulk change as a run."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from doorstep.core.changes import Change
from doorstep.customers.bulk.operations import OPERATIONS
from doorstep.customers.bulk.selection import Selection
from doorstep.customers.permissions import BULK_CHANGE
from doorstep.identity.actor import Actor
from doorstep.runs.actions import start_run
from doorstep.runs.kinds import Cursor, Outcome, RowResult, RunKind, StepResult
from doorstep.runs.models import Run, RunRow
from doorstep.runs.rows import read_selection, write_selection

KIND = "customers.bulk"
#: What the many-record actions take at most.
CHUNK = 500
#: So many are done within the request that asks.
SMALL = 200


class BulkChange(RunKind):
    """One operation on a selection.

    `params`: {"operation": a key of OPERATIONS, "values": its arguments, "selection": a Selection's}.
    """

    capability = BULK_CHANGE
    undo_capability = BULK_CHANGE
    reverses = frozenset({Outcome.CHANGED})
    noun = gettext_lazy("customers")
    icon = "list-check"

    def __init__(self, run: Run, actor: Actor) -> None:
        super().__init__(run, actor)
        self.operation = OPERATIONS[run.params["operation"]]
        self.values: dict[str, Any] = run.params["values"]

    def is_small(self) -> bool:
        """A screenful or four is done at once."""
        return Selection.of(self.run.params["selection"]).count_up_to(self.actor, SMALL) <= SMALL

    def prepare(self) -> int:
        """Fix who it is about: customers that fit the filter later are not meant."""
        selection = Selection.of(self.run.params["selection"])
        total = write_selection(self.run, selection.find(self.actor), size=CHUNK)
        # The chunks have them now; the run's own row stays small, since every chunk rewrites it.
        self.run.params = {**self.run.params, "selection": {**selection.as_params(), "ids": []}}
        return total

    def step(self, cursor: Cursor) -> StepResult:
        """Change the next 500."""
        chunk = cursor.get("chunk", 0)
        ids = read_selection(self.run, chunk)
        changes = self.operation.action(actor=self.actor, customer_ids=ids, **self.values) if ids else []
        first = chunk * CHUNK + 1
        rows = [_result(number, change) for number, change in enumerate(changes, first)]
        return StepResult(rows, {"chunk": chunk + 1}, done=len(ids), finished=len(ids) < CHUNK)

    def undo_rows(self, rows: Sequence[RunRow]) -> list[RowResult]:
        """Give them back what they had."""
        befores = [(row.client_id, row.before) for row in rows if row.client_id and row.before is not None]
        changes = self.operation.put_back(self.actor, befores, self.values)
        numbers = {row.client_id: row.number for row in rows}
        return [
            RowResult(
                numbers[one.client_id],
                Outcome.KEPT if one.refusal else Outcome.UNDONE,
                one.client_id,
                one.refusal,
            )
            for one in changes
        ]

    def records_url(self) -> str:
        """The list, showing those that were changed."""
        return f"{reverse('customers:list')}?run={self.run.pk}"


def _result(number: int, change: Change) -> RowResult:
    if change.refusal:
        return RowResult(number, Outcome.REFUSED, change.client_id, change.refusal)
    if change.before is None:
        return RowResult(number, Outcome.UNCHANGED, change.client_id)
    return RowResult(number, Outcome.CHANGED, change.client_id, before=change.before)


def change_customers(
    *, actor: Actor, operation: str, values: dict[str, Any], selection: Selection, at_once: bool | None = None
) -> Run:
    """Do `operation` (a key of OPERATIONS) to the selected customers. Up to 200 are done when this returns.

    `values`: the arguments of the operation's action, JSON-ready. Raises PermissionDenied; DoesNotExist for a
    tag or member that is not in the workspace.
    """
    actor.require(BULK_CHANGE)
    params = {"operation": operation, "values": values, "selection": selection.as_params()}
    title = OPERATIONS[operation].title(actor, values)
    return start_run(actor=actor, kind=KIND, title=title, params=params, at_once=at_once)
