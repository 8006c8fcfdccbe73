"""What can happen to a workspace's own words."""

from dataclasses import dataclass
from typing import ClassVar

from doorstep.activity.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class TagCreated(Event):
    """A tag can now be put on customers."""

    kind: ClassVar[str] = "tag.created"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TagUpdated(Event):
    """`was`: its name before."""

    kind: ClassVar[str] = "tag.updated"
    name: str
    was: str
    colour: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceCreated(Event):
    """A source can now be chosen."""

    kind: ClassVar[str] = "source.created"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceRenamed(Event):
    """`was`: its name before."""

    kind: ClassVar[str] = "source.renamed"
    name: str
    was: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceArchived(Event):
    """It is not offered any more; who has it keeps it."""

    kind: ClassVar[str] = "source.archived"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceRestored(Event):
    """It is offered again."""

    kind: ClassVar[str] = "source.restored"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomFieldCreated(Event):
    """`field_kind`: a CustomField.Kind value."""

    kind: ClassVar[str] = "custom_field.created"
    label: str
    field_kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomFieldUpdated(Event):
    """`was`: its label before."""

    kind: ClassVar[str] = "custom_field.updated"
    label: str
    was: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomFieldArchived(Event):
    """It is not shown any more; its values are kept."""

    kind: ClassVar[str] = "custom_field.archived"
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomFieldRestored(Event):
    """It is shown again, with the values it had."""

    kind: ClassVar[str] = "custom_field.restored"
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionsChanged(Event):
    """A choice of a field was added, renamed, archived or restored. `option`: its label now."""

    kind: ClassVar[str] = "custom_field.options_changed"
    label: str
    option: str
