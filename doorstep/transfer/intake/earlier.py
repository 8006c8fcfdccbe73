"""The same file again: what became of each of its rows the last time.

Without it a row could find somebody else than the first time, by a trait that a later row brought in.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from doorstep.clients.models import Client
from doorstep.identity.actor import Actor
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.matching import Match
from doorstep.transfer.intake.people import Who, who
from doorstep.transfer.intake.plan import KIND, Plan

if TYPE_CHECKING:
    from django.core.files.base import File

Outcome = RunRow.Outcome
#: The row is a customer: it made one, or was brought into one.
_SETTLED = frozenset({Outcome.CREATED, Outcome.UPDATED})
#: Nothing came of it, because of somebody who was here.
_LEFT = frozenset({Outcome.DUPLICATE, Outcome.ASKED})


class Known(NamedTuple):
    """Who a row was the last time, and what became of it."""

    match: Match
    outcome: str
    reason: str

    @property
    def settled(self) -> bool:
        """Whether it was brought in."""
        return self.outcome in _SETTLED


def digest_of(file: "File[bytes]") -> str:
    """What a file is recognised by, whatever its name. Leaves the file at its start."""
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


class Earlier:
    """Looks up, chunk by chunk, the rows of earlier imports of the same file that were not taken back."""

    def __init__(self, actor: Actor, plan: Plan) -> None:
        self._sees = actor.sees_assigned_to
        self._workspace_id = actor.workspace_id
        #: Run -> whether it went by the same rule, so that what it left would be left again.
        self._runs = {run.pk: Plan.of(run).duplicates == plan.duplicates for run in self._same_file(plan)}
        self._known: dict[int, Known] = {}

    def _same_file(self, plan: Plan) -> Iterable[Run]:
        if not plan.digest:
            return
        runs = Run.objects.filter(workspace_id=self._workspace_id, kind=KIND, undos=None)
        for run in runs.filter(state__in=Run.OVER, params__digest=plan.digest):
            if Plan.of(run).sheet == plan.sheet:
                yield run

    def look_up(self, rows: Sequence[CleanRow]) -> None:
        """Find the last outcome of these rows. Two statements, none for a file that was never here."""
        self._known = {}
        if not (self._runs and rows):
            return
        numbers = (rows[0].number, rows[-1].number)
        earlier = RunRow.objects.filter(run_id__in=self._runs, number__range=numbers)
        earlier = earlier.filter(outcome__in=_SETTLED | _LEFT, client_id__isnull=False)
        found = list(earlier.order_by("pk").values_list("number", "run_id", "outcome", "reason", "client_id"))
        people = self._people({client_id for *_others, client_id in found if client_id})
        for number, run_id, outcome, reason, client_id in found:
            one = people.get(client_id or 0)
            if one is None or not (outcome in _SETTLED or self._runs[run_id]):
                continue
            known = Known(Match(one, "file", same=True), outcome, reason)
            before = self._known.get(number)
            if known.settled or before is None or not before.settled:
                self._known[number] = known

    def _people(self, ids: set[int]) -> dict[int, Who]:
        names = ("pk", "name", "first_name", "last_name", "company_name", "assigned_to_id")
        clients = Client.objects.filter(workspace_id=self._workspace_id, pk__in=ids).values_list(*names)
        return {
            pk: who(pk, None, *spoken, hidden=self._sees is not None and assigned_to_id not in self._sees)
            for pk, *spoken, assigned_to_id in clients
        }

    def of(self, row: CleanRow) -> Known | None:
        """Who the row was; None when it has to be decided on."""
        return self._known.get(row.number)
