"""What can happen to notes, tasks, planned activities and touchpoints. Days and moments are ISO texts."""

from dataclasses import dataclass
from typing import Any, ClassVar

from doorstep.activity.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said(Event):
    """`text`: the beginning of what it says."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Changed(Event):
    """`changes`: {field: [old, new]} in JSON-ready values; `text`: the beginning of what it said before."""

    text: str
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteAdded(_Said):
    """A note about a client."""

    kind: ClassVar[str] = "note.added"


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteUpdated(_Changed):
    """Another text, or pinned, starred, moved."""

    kind: ClassVar[str] = "note.updated"


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteDeleted(_Said):
    """It can be brought back for a month."""

    kind: ClassVar[str] = "note.deleted"


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteRestored(_Said):
    """Its deletion was undone."""

    kind: ClassVar[str] = "note.restored"


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskAdded(_Said):
    """Something to do, for a client or not."""

    kind: ClassVar[str] = "task.added"


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskUpdated(_Changed):
    """Other words, another day, somebody else's now."""

    kind: ClassVar[str] = "task.updated"


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskDone(_Said):
    """Done."""

    kind: ClassVar[str] = "task.done"


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskReopened(_Said):
    """To do again."""

    kind: ClassVar[str] = "task.reopened"


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskDeleted(_Said):
    """It can be brought back for a month."""

    kind: ClassVar[str] = "task.deleted"


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskRestored(_Said):
    """Its deletion was undone."""

    kind: ClassVar[str] = "task.restored"


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityPlanned(_Said):
    """A call, a visit or something else that shall happen. `starts_at`: when."""

    kind: ClassVar[str] = "planned.added"
    starts_at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityUpdated(_Changed):
    """Moved, given to somebody else, reworded."""

    kind: ClassVar[str] = "planned.updated"


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityDone(_Said):
    """It happened."""

    kind: ClassVar[str] = "planned.done"


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityReopened(_Said):
    """It shall happen after all."""

    kind: ClassVar[str] = "planned.reopened"


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityDeleted(_Said):
    """It can be brought back for a month."""

    kind: ClassVar[str] = "planned.deleted"


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityRestored(_Said):
    """Its deletion was undone."""

    kind: ClassVar[str] = "planned.restored"


@dataclass(frozen=True, kw_only=True, slots=True)
class CallLogged(_Said):
    """Somebody talked with the client on the phone."""

    kind: ClassVar[str] = "call.logged"


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitLogged(_Said):
    """Somebody met the client."""

    kind: ClassVar[str] = "visit.logged"


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageLogged(_Said):
    """An e-mail, a text message or something else came or went."""

    kind: ClassVar[str] = "message.logged"


@dataclass(frozen=True, kw_only=True, slots=True)
class TouchpointUpdated(_Changed):
    """What was logged is put right."""

    kind: ClassVar[str] = "touchpoint.updated"


@dataclass(frozen=True, kw_only=True, slots=True)
class TouchpointDeleted(_Said):
    """It can be brought back for a month."""

    kind: ClassVar[str] = "touchpoint.deleted"


@dataclass(frozen=True, kw_only=True, slots=True)
class TouchpointRestored(_Said):
    """Its deletion was undone."""

    kind: ClassVar[str] = "touchpoint.restored"
