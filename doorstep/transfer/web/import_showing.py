"""What the import pages show."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.db.models import QuerySet
from django.urls import reverse

from doorstep.clients.models import Client
from doorstep.identity.actor import Actor
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.actions.importing import DRY_KIND
from doorstep.transfer.intake.plan import KIND, Plan

Outcome = RunRow.Outcome
State = Run.State
_LATEST = 10
_ASKED_PER_PAGE = 25
_CELLS_SHOWN = 6

LOOKS = {
    State.WAITING: ("orange", "message"),
    State.QUEUED: ("blue", "clock"),
    State.RUNNING: ("blue", "refresh"),
    State.DONE: ("green", "circle-check"),
    State.CANCELLED: ("grey", "player-stop"),
    State.FAILED: ("red", "alert-circle"),
}


@dataclass(frozen=True, slots=True)
class ShownImport:
    """An import in the list of the latest."""

    run: Run

    @property
    def url(self) -> str:
        """Its mapping while it waits, else its progress and result."""
        waits = self.run.state == State.WAITING
        return reverse("transfer:import_plan" if waits else "runs:run", args=[self.run.pk])

    @property
    def tone(self) -> str:
        return LOOKS[State(self.run.state)][0]

    @property
    def icon(self) -> str:
        return LOOKS[State(self.run.state)][1]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What became of the rows, in words."""
        return said(self.run)


def said(run: Run) -> list[tuple[str, int]]:
    """Outcome in words and how many rows had it, in the order of the outcomes."""
    return [(str(one.label), run.counts[one.value]) for one in Outcome if run.counts.get(one.value)]


def latest_imports(actor: Actor) -> list[ShownImport]:
    """The latest imports that the actor may see."""
    runs = Run.objects.visible_to(actor).filter(kind=KIND).select_related("created_by__user")
    return [ShownImport(run) for run in runs.order_by("-pk")[:_LATEST]]


@dataclass(frozen=True, slots=True)
class DryResult:
    """What the latest dry run of a waiting import foresaw. `is_stale`: the plan has been changed since."""

    run: Run
    is_stale: bool

    @classmethod
    def of(cls, actor: Actor, run: Run) -> Self | None:
        """None when it has not been tried."""
        dry = (
            Run.objects.visible_to(actor).filter(kind=DRY_KIND, params__import=run.pk).order_by("-pk").first()
        )
        if dry is None:
            return None
        was, now = Plan.of(dry), Plan.of(run)
        was.dry_run = now.dry_run
        return cls(dry, was != now)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What would become of the rows, in words."""
        return said(self.run)


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row to decide on. `name`: the customer it may be, "" when it is gone or hidden."""

    row: RunRow
    name: str
    url: str

    @property
    def cells(self) -> list[tuple[str, str]]:
        """The first things the row says."""
        data = self.row.data if isinstance(self.row.data, dict) else {}
        return list(data.items())[:_CELLS_SHOWN]


class AskedRows:
    """One page of the rows that an import asks about."""

    def __init__(self, actor: Actor, run: Run, after: int) -> None:
        self.actor = actor
        self.run = run
        self.after = after

    @cached_property
    def left(self) -> int:
        return self._asked().count()

    @cached_property
    def rows(self) -> list[AskedRow]:
        found = list(self._asked().filter(number__gt=self.after).order_by("number")[:_ASKED_PER_PAGE])
        ids = {row.client_id for row in found if row.client_id}
        clients = Client.objects.visible_to(self.actor).filter(pk__in=ids)
        names = dict(clients.values_list("pk", "name"))
        return [self._shown(row, names.get(row.client_id or 0, "")) for row in found]

    def _shown(self, row: RunRow, name: str) -> AskedRow:
        return AskedRow(row, name, reverse("customers:record", args=[row.client_id]) if name else "")

    @property
    def next_after(self) -> int | None:
        return self.rows[-1].row.number if len(self.rows) == _ASKED_PER_PAGE else None

    def _asked(self) -> "QuerySet[RunRow]":
        return RunRow.objects.filter(run=self.run, outcome=Outcome.ASKED)
