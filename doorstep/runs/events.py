"""What can happen to a run."""

from dataclasses import dataclass
from typing import ClassVar

from doorstep.core.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class RunQueued(Event):
    """A run waits for a worker. The task that follows starts it (config/reactions.py)."""

    kind: ClassVar[str] = "run.queued"
    run_id: int
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RunEnded(Event):
    """A run is over: `state` says how, `counts` what became of its rows ({outcome: rows})."""

    kind: ClassVar[str] = "run.ended"
    run_id: int
    title: str
    state: str
    counts: dict[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class RunCancelled(Event):
    """A member asked a run to stop; what it had done stands."""

    kind: ClassVar[str] = "run.cancelled"
    run_id: int
    title: str
