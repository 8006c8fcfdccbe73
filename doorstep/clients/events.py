"""What can happen to the places and contacts of a client. Days are ISO texts."""

from dataclasses import dataclass
from typing import Any, ClassVar

from doorstep.activity.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class PropertyAdded(Event):
    """`address`: in one line."""

    kind: ClassVar[str] = "property.added"
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PropertyUpdated(Event):
    """`changes`: {field: [old, new]} in JSON-ready values."""

    kind: ClassVar[str] = "property.updated"
    address: str
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class PropertyMadePrimary(Event):
    """It became the client's own address."""

    kind: ClassVar[str] = "property.made_primary"
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PropertyDeleted(Event):
    """It and its parties are gone."""

    kind: ClassVar[str] = "property.deleted"
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyAdded(Event):
    """Somebody owns, occupies, lets or pays for a property. `role`: a PropertyParty.Role value."""

    kind: ClassVar[str] = "party.added"
    address: str
    role: str
    name: str
    from_on: str
    to_on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyUpdated(Event):
    """`changes`: {field: [old, new]} in JSON-ready values."""

    kind: ClassVar[str] = "party.updated"
    address: str
    role: str
    name: str
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyEnded(Event):
    """From the day after `to_on` they have nothing to do with the property any more."""

    kind: ClassVar[str] = "party.ended"
    address: str
    role: str
    name: str
    to_on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyDeleted(Event):
    """It was a mistake: they never had to do with the property."""

    kind: ClassVar[str] = "party.deleted"
    address: str
    role: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactAdded(Event):
    """A person to talk to."""

    kind: ClassVar[str] = "contact.added"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactUpdated(Event):
    """`changes`: {field: [old, new]} in JSON-ready values."""

    kind: ClassVar[str] = "contact.updated"
    name: str
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactDeleted(Event):
    """The contact and its numbers are gone."""

    kind: ClassVar[str] = "contact.deleted"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TagDeleted(Event):
    """The tag was taken off `clients` clients and is gone."""

    kind: ClassVar[str] = "tag.deleted"
    name: str
    clients: int


@dataclass(frozen=True, kw_only=True, slots=True)
class LostTag(Event):
    """On the timeline of each client that had a tag which was deleted."""

    kind: ClassVar[str] = "client.lost_tag"
    tag: str
