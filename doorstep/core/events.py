"""What an event is. Each app declares its own in its `events.py`, named in the past tense."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Base of all events. `kind` is the public name ("payment.recorded"); the fields become Entry.data."""

    kind: ClassVar[str] = ""

    def payload(self) -> dict[str, Any]:
        """The event's fields as JSON-ready values."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
