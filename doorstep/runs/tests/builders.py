"""A kind of run small enough to see through: it renames the teams of a list, a few at a time."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import OperationalError

from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor
from doorstep.identity.models import Team
from doorstep.identity.permissions import MANAGE_MEMBERS
from doorstep.runs.actions import start_run
from doorstep.runs.kinds import Cursor, Outcome, RowResult, RunKind, StepResult
from doorstep.runs.models import Run, RunRow
from doorstep.runs.rows import read_selection, write_selection

RENAME = "test_rename"
CHUNK = 3


class RenameTeams(RunKind):
    """Puts "!" behind all teams. `params`: `fail_at`, a chunk, where `error`, a key of ERRORS, happens."""

    capability = MANAGE_MEMBERS
    undo_capability = MANAGE_MEMBERS
    noun = "teams"
    opened: ClassVar[list[int]] = []  # the runs, once per working period

    def is_small(self) -> bool:
        return bool(self.run.params.get("small"))

    def open(self) -> None:
        self.opened.append(self.run.pk)

    def prepare(self) -> int:
        ids = Team.objects.visible_to(self.actor).order_by("pk").values_list("pk", flat=True)
        return write_selection(self.run, ids, size=CHUNK)

    def step(self, cursor: Cursor) -> StepResult:
        chunk = cursor.get("chunk", 0)
        ids = read_selection(self.run, chunk)
        rows = [self._rename(pk, chunk * CHUNK + place) for place, pk in enumerate(ids, 1)]
        if chunk == self.run.params.get("fail_at"):
            raise ERRORS[self.run.params["error"]]
        return StepResult(rows, {"chunk": chunk + 1}, len(ids), finished=len(ids) < CHUNK)

    def _rename(self, pk: int, number: int) -> RowResult:
        team = Team.objects.filter(pk=pk).first()
        if team is None:
            return RowResult(number, Outcome.REFUSED, pk, "Not there any more.")
        before = team.name
        team.name += "!"
        team.save()
        return RowResult(number, Outcome.CHANGED, pk, before={"name": before})

    def undo_rows(self, rows: Sequence[RunRow]) -> list[RowResult]:
        return [self._put_back(row) for row in rows]

    def _put_back(self, row: RunRow) -> RowResult:
        assert row.before is not None
        renamed = Team.objects.filter(pk=row.client_id, name=row.before["name"] + "!")
        if renamed.update(name=row.before["name"]):
            return RowResult(row.number, Outcome.UNDONE, row.client_id)
        return RowResult(row.number, Outcome.KEPT, row.client_id, "Changed since.")


ERRORS: dict[str, Exception] = {
    "rule": RuleBroken("The name is taken."),
    "right": PermissionDenied("Not yours."),
    "bug": ZeroDivisionError("secret detail"),
    "locked": OperationalError("database is locked"),
}


def make_teams(actor: Actor, count: int = 8) -> list[Team]:
    return [Team.objects.create(workspace=actor.workspace, name=f"Team {number}") for number in range(count)]


def team_names(actor: Actor) -> list[str]:
    return list(Team.objects.visible_to(actor).order_by("pk").values_list("name", flat=True))


def make_rename(actor: Actor, *, at_once: bool | None = None, **params: Any) -> Run:
    return start_run(actor=actor, kind=RENAME, title="Rename teams", params=params, at_once=at_once)
