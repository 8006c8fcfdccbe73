"""What can happen to a job. Days and moments are ISO texts; `number` is the job's own."""

from dataclasses import dataclass
from typing import Any, ClassVar

from doorstep.activity.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class JobCreated(Event):
    """Scheduled for the first time."""

    kind: ClassVar[str] = "job.created"
    number: int
    title: str
    scheduled_at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class JobUpdated(Event):
    """`changes`: {field: [old, new]} in JSON-ready values."""

    kind: ClassVar[str] = "job.updated"
    number: int
    title: str
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class JobRescheduled(Event):
    """`changes`: {"scheduled_at": [old, new]}."""

    kind: ClassVar[str] = "job.rescheduled"
    number: int
    title: str
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class JobCompleted(Event):
    """The work was done on a day."""

    kind: ClassVar[str] = "job.completed"
    number: int
    title: str
    completed_on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class JobAborted(Event):
    """Somebody went, but the work could not be done."""

    kind: ClassVar[str] = "job.aborted"
    number: int
    title: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class JobCancelled(Event):
    """Called off before anybody went."""

    kind: ClassVar[str] = "job.cancelled"
    number: int
    title: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class JobReopened(Event):
    """`was`: the status it had (a Job.Status value)."""

    kind: ClassVar[str] = "job.reopened"
    number: int
    title: str
    was: str
