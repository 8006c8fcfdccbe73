"""What a kind of long work is. Each is a subclass of RunKind, named by its dotted path in config/runs.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from doorstep.core.permissions import Capability
from doorstep.identity.actor import Actor
from doorstep.runs.models import Run, RunRow

Outcome = RunRow.Outcome
Cursor = dict[str, Any]


class RowResult(NamedTuple):
    """What became of one row or record; the engine writes it as a RunRow.

    `number`: the row in the file or the place in the selection. `outcome`: an Outcome. `reason`: words for
    people, for refusals. `before`: what an undo needs; `version`: the record's after the change; `data`: what
    the row said. The last two hold what JSON can.
    """

    number: int
    outcome: str
    client_id: int | None = None
    reason: str = ""
    version: int | None = None
    data: Any = None
    before: Any = None


@dataclass(frozen=True, slots=True)
class StepResult:
    """One chunk's work. `cursor`: where the next begins; `done`: rows gone through, reported or not."""

    rows: Sequence[RowResult]
    cursor: Cursor
    done: int
    finished: bool = False


class RunKind:
    """One run being worked on, for as long as one process works on it without a break.

    A break (a restart, a killed worker, giving way to other work) makes a new instance, which goes on at
    `run.cursor`: what must survive stands there, what may be lost (open files, look-up tables) on `self`.
    Everything happens inside the wall of the run's workspace, in its language and time zone, with
    `self.actor` rebuilt from whoever started the run: rights as of now, and never more than at the start.

    RuleBroken and PermissionDenied end the run with their words; any other error ends it with an id to quote.
    A lost connection, a deadlock or a locked database is tried again with a new instance.
    """

    #: Needed to start the run, and still when it goes on.
    capability: ClassVar[Capability]
    #: Needed to undo it; None: it cannot be undone.
    undo_capability: ClassVar[Capability | None] = None
    #: The outcomes that left something to take back.
    reverses: ClassVar[frozenset[str]] = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.CHANGED})
    #: Words for the page: what one row is ("customers"), and an icon's name.
    noun: ClassVar[str | Promise] = ""
    icon: ClassVar[str] = "refresh"
    #: A run that cannot go on at its cursor (it writes one file) begins again after a break.
    restarts: ClassVar[bool] = False
    #: `run.file` is what the run makes, for download by those who may do the same; not what it reads.
    makes_file: ClassVar[bool] = False

    def __init__(self, run: Run, actor: Actor) -> None:
        self.run = run
        self.actor = actor

    def is_small(self) -> bool:
        """Whether the whole run may be done within the request that starts it (at most 200 records)."""
        return False

    def open(self) -> None:
        """Get ready to work, without a transaction: open files, read look-up tables, keep them on self."""

    def prepare(self) -> int | None:
        """Once, before the first step, in a transaction: fix the selection; the number of rows if known."""
        return None

    def look_ahead(self, cursor: Cursor) -> None:
        """Do what needs no write for the chunk at `cursor`, before its transaction: read, clean, compare.

        Keep the outcome on self for `step`. Everything slow belongs here: on SQLite a transaction keeps all
        other writers waiting.
        """

    def step(self, cursor: Cursor) -> StepResult:
        """Do one chunk from `cursor` ({} at first) in the transaction that also moves the run's cursor."""
        raise NotImplementedError

    def finish(self) -> None:
        """Do what is left to do, in the last step's transaction."""

    def close(self) -> None:
        """Let go of what `open` took; called at the end of each working period, however it ends."""

    def undo_rows(self, rows: Sequence[RunRow]) -> list[RowResult]:
        """Take back what the run did to these rows (newest first, outcomes of `reverses`, at most 500).

        `self.run` is the run being undone, `self.actor` whoever undoes it. Outcome UNDONE, or KEPT with the
        reason when the record has been changed since. Called in the transaction of one chunk.
        """
        raise NotImplementedError

    def finish_undo(self) -> None:
        """Take back what is not in the rows (a mapping learnt, a tag made), in the last transaction."""

    def records_url(self) -> str:
        """Where the records of the run are listed; "" when there is no such page."""
        return ""

    def answers_url(self) -> str:
        """Where a waiting run gets its answers, or one that asked gets its decisions; "" when nowhere."""
        return ""

    def result_url(self) -> str:
        """Where the result is downloaded when the kind knows more than the rows of the run do; else ""."""
        return ""

    def next_step(self) -> tuple[str, str]:
        """What people do after it, in words, and where; ("", "") for nothing in particular."""
        return "", ""


@lru_cache(maxsize=64)
def kind_class(name: str) -> type[RunKind]:
    """The class of a kind. Raises LookupError when config/runs.py does not name it."""
    kinds: dict[str, str] = import_string(settings.RUN_KINDS)
    found: type[RunKind] = import_string(kinds[name])
    return found
