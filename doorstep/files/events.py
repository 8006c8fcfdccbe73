"""What can happen to the files of a client. `name`: as it is shown."""

from dataclasses import dataclass
from typing import Any, ClassVar

from doorstep.activity.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class FileUploaded(Event):
    """`size`: in bytes; `content_type`: as told by its content."""

    kind: ClassVar[str] = "file.uploaded"
    name: str
    size: int
    content_type: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FileUpdated(Event):
    """Renamed, described, sorted or moved. `changes`: {field: [old, new]} in JSON-ready values."""

    kind: ClassVar[str] = "file.updated"
    name: str
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class FileDeleted(Event):
    """Out of sight; it can be brought back until it is purged."""

    kind: ClassVar[str] = "file.deleted"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FileRestored(Event):
    """Brought back."""

    kind: ClassVar[str] = "file.restored"
    name: str
