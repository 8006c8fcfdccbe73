"""A run as its page shows it: state, progress, what became of the rows, and what can be done now."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from doorstep.clients.models import Client
from doorstep.identity.actor import Actor
from doorstep.runs.actions import why_not_undo
from doorstep.runs.files import file_url, why_no_file
from doorstep.runs.kinds import RunKind, kind_class
from doorstep.runs.models import Run, RunRow
from doorstep.runs.queries import has_worker, rows_of, seconds_left
from doorstep.runs.undo import reversible

ROWS_PER_PAGE = 100
#: From so many records on, taking back asks for a typed word.
BIG = 1000

State = Run.State
Outcome = RunRow.Outcome

STATE_LOOKS = {
    State.WAITING: ("orange", "message"),
    State.QUEUED: ("blue", "clock"),
    State.RUNNING: ("blue", "refresh"),
    State.DONE: ("green", "circle-check"),
    State.CANCELLED: ("grey", "player-stop"),
    State.FAILED: ("red", "alert-circle"),
}
#: What needs somebody's eye comes first.
OUTCOME_LOOKS = {
    Outcome.REFUSED: ("red", "alert-circle"),
    Outcome.ASKED: ("orange", "message"),
    Outcome.KEPT: ("orange", "alert-triangle"),
    Outcome.CREATED: ("green", "plus"),
    Outcome.UPDATED: ("blue", "edit"),
    Outcome.CHANGED: ("green", "check"),
    Outcome.UNDONE: ("green", "arrow-back-up"),
    Outcome.DUPLICATE: ("grey", "copy"),
    Outcome.UNCHANGED: ("grey", "circle-minus"),
}
_TROUBLE = (Outcome.REFUSED, Outcome.ASKED, Outcome.KEPT)


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows had one outcome, and where they are shown."""

    outcome: str
    label: str
    rows: int
    tone: str
    icon: str
    url: str
    shown: bool


@dataclass(frozen=True)
class ShownRow:
    """One row: what it is about in words, and where the record is."""

    row: RunRow
    name: str
    url: str
    tone: str
    icon: str


class ShownRun:
    """What the templates of a run ask for. Reads only when asked."""

    def __init__(self, run: Run, actor: Actor, *, outcome: str = "", after: int = 0) -> None:
        self.run = run
        self.actor = actor
        self.after = after
        self.chosen = outcome if outcome in run.counts else ""
        self.tone, self.icon = STATE_LOOKS[State(run.state)]

    @cached_property
    def kind(self) -> RunKind:
        return kind_class(self.run.kind)(self.run, self.actor)

    @property
    def url(self) -> str:
        return reverse("runs:run", args=[self.run.pk])

    @property
    def is_going(self) -> bool:
        return not self.run.is_over and self.run.state != State.WAITING

    @property
    def seconds_left(self) -> int | None:
        return seconds_left(self.run)

    @property
    def minutes_left(self) -> int:
        return round((self.seconds_left or 0) / 60)

    @property
    def lacks_worker(self) -> bool:
        return self.run.state == State.QUEUED and not has_worker()

    @property
    def can_cancel(self) -> bool:
        may = self.run.created_by_id == self.actor.membership_id or self.actor.can(self.kind.capability)
        return may and not self.run.is_over and self.run.cancel_requested_at is None

    @cached_property
    def undo_refusal(self) -> str:
        return why_not_undo(actor=self.actor, run=self.run)

    @property
    def undos(self) -> list[Run]:
        return list(self.run.undos.order_by("pk"))

    @property
    def reversible(self) -> int:
        return reversible(self.run)

    @property
    def is_big(self) -> bool:
        return self.reversible > BIG

    @property
    def file_url(self) -> str:
        return file_url(self.actor, self.run)

    @property
    def file_refusal(self) -> str:
        makes = self.kind.makes_file and self.run.state == State.DONE
        return why_no_file(self.actor, self.run) if makes else ""

    @property
    def answers_url(self) -> str:
        waits = self.run.state == State.WAITING or Outcome.ASKED in self.run.counts
        return self.kind.answers_url() if waits else ""

    @property
    def records_url(self) -> str:
        changed = any(outcome in self.kind.reverses for outcome in self.run.counts)
        return self.kind.records_url() if changed or self.run.undo_of_id else ""

    @cached_property
    def outcome(self) -> str:
        """Whose rows are listed: the chosen ones, else those that need an eye."""
        trouble = (one.value for one in _TROUBLE if one.value in self.run.counts)
        return self.chosen or next(trouble, "")

    @cached_property
    def counts(self) -> list[Count]:
        return [
            Count(
                outcome.value,
                str(outcome.label),
                self.run.counts[outcome.value],
                tone,
                icon,
                f"{self.url}?outcome={outcome.value}#rows",
                outcome.value == self.outcome,
            )
            for outcome, (tone, icon) in OUTCOME_LOOKS.items()
            if outcome.value in self.run.counts
        ]

    @cached_property
    def rows(self) -> list[ShownRow]:
        """One page of the listed rows, with the names of the records that the actor may see."""
        if not self.outcome:
            return []
        found = list(rows_of(self.run, self.outcome).filter(number__gt=self.after)[:ROWS_PER_PAGE])
        ids = {row.client_id for row in found if row.client_id}
        names = dict(Client.objects.visible_to(self.actor).filter(pk__in=ids).values_list("pk", "name"))
        return [_shown(row, names) for row in found]

    @property
    def next_after(self) -> int | None:
        """Where the next page of rows begins; None on the last."""
        return self.rows[-1].row.number if len(self.rows) == ROWS_PER_PAGE else None


def _shown(row: RunRow, names: dict[int, str]) -> ShownRow:
    tone, icon = OUTCOME_LOOKS[Outcome(row.outcome)]
    name = names.get(row.client_id or 0, "")
    url = reverse("customers:record", args=[row.client_id]) if name else ""
    return ShownRow(row, name or summary(row.data), url, tone, icon)


def summary(data: Any) -> str:
    """The first few values of an imported row, for one that became no record."""
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return " · ".join([str(value) for value in values if value][:3])
