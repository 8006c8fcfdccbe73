"""What happens to workspaces and their people. `changes`: {field: [old, new]}."""

from dataclasses import dataclass
from typing import Any, ClassVar

from doorstep.core.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkspaceCreated(Event):
    """A live workspace or a sandbox was made; written in itself."""

    kind: ClassVar[str] = "workspace.created"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkspaceUpdated(Event):
    """Its name, country, currency, language or time zone."""

    kind: ClassVar[str] = "workspace.updated"
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class SandboxCreated(Event):
    """Written in the workspace that was copied."""

    kind: ClassVar[str] = "sandbox.created"
    name: str
    sandbox_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MemberInvited(Event):
    """Also when the invitation is sent again; the reaction sends the e-mail."""

    kind: ClassVar[str] = "member.invited"
    invitation_id: int
    email: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitationRevoked(Event):
    """Taken back before it was accepted."""

    kind: ClassVar[str] = "invitation.revoked"
    email: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MemberJoined(Event):
    """By accepting an invitation."""

    kind: ClassVar[str] = "member.joined"
    membership_id: int
    email: str
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MemberChanged(Event):
    """Another role or team; team ids in `changes`."""

    kind: ClassVar[str] = "member.changed"
    membership_id: int
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class MembershipEnded(Event):
    """The member is out."""

    kind: ClassVar[str] = "membership.ended"
    membership_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MembershipRestored(Event):
    """The member is in again."""

    kind: ClassVar[str] = "membership.restored"
    membership_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamCreated(Event):
    """A team was added."""

    kind: ClassVar[str] = "team.created"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamRenamed(Event):
    """A team has another name."""

    kind: ClassVar[str] = "team.renamed"
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamDeleted(Event):
    """Its members are in no team now."""

    kind: ClassVar[str] = "team.deleted"
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleRightsChanged(Event):
    """A line of the permission matrix; capability keys in `added` and `removed`."""

    kind: ClassVar[str] = "role.rights_changed"
    role: str
    visibility: str
    added: list[str]
    removed: list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleRightsReset(Event):
    """The role has the line that Doorstep comes with again."""

    kind: ClassVar[str] = "role.rights_reset"
    role: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenCreated(Event):
    """A key for a program; its scopes."""

    kind: ClassVar[str] = "token.created"
    name: str
    scopes: list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenRevoked(Event):
    """The key opens nothing any more."""

    kind: ClassVar[str] = "token.revoked"
    name: str
