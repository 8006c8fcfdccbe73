"""What happens when members are told something."""

from dataclasses import dataclass
from typing import ClassVar

from doorstep.activity.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class MembersNotified(Event):
    """`notification_ids`: one row for each member who was told; `what`: a key of the table of kinds."""

    kind: ClassVar[str] = "members.notified"
    what: str
    notification_ids: list[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class EmailsChosen(Event):
    """A member chose what to be told by e-mail. `changes`: {"by_email": [old kinds, new kinds]}."""

    kind: ClassVar[str] = "member.emails_chosen"
    changes: dict[str, list[list[str]]]
