"""Who is acting: what an action checks and every read starts from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from doorstep.core.permissions import Capability
from doorstep.identity.models import Membership, Role, RoleSetting, Visibility, Workspace


@dataclass(frozen=True, slots=True)
class RoleRights:
    """One line of the permission matrix."""

    visibility: Visibility
    capabilities: frozenset[str]


def capabilities() -> tuple[Capability, ...]:
    """All capabilities there are, in the order of the matrix (config/roles.py)."""
    table: tuple[Capability, ...] = import_string(settings.CAPABILITIES)
    return table


def default_rights(role: str) -> RoleRights:
    """What `role` may do where the workspace has no line of its own."""
    table: Mapping[Role, RoleRights] = import_string(settings.ROLES)
    return table[Role(role)]


@dataclass(frozen=True, slots=True)
class Actor:
    """A member (or the system) acting in one workspace.

    `sees_assigned_to`: ids of the memberships whose clients it sees; None = every record.
    `via`: the door it came through: "web", "api", "import", "command", "system".
    """

    workspace: Workspace
    membership_id: int | None
    name: str
    role: str
    capabilities: frozenset[str]
    sees_assigned_to: frozenset[int] | None
    via: str = "web"

    @property
    def workspace_id(self) -> int:
        return self.workspace.pk

    @property
    def member_id(self) -> int:
        """The acting member. Raises PermissionDenied for Doorstep itself, which is nobody in particular."""
        if self.membership_id is None:
            self.refuse(_("Only a member can do this."))
        return self.membership_id

    def can(self, capability: Capability) -> bool:
        """Whether the actor may do it."""
        return capability.key in self.capabilities

    def require(self, capability: Capability) -> None:
        """Raise PermissionDenied, in words, unless the actor may do it."""
        if not self.can(capability):
            self.refuse(
                _("Your role does not include “%(what)s”. Ask an owner of the workspace for it.")
                % {"what": capability.label}
            )

    def refuse(self, why: str) -> NoReturn:
        """Raise PermissionDenied with these words."""
        raise PermissionDenied(why)

    def limited_to(self, scopes: Iterable[str]) -> Self:
        """The same actor with at most what `scopes` (an API token's) name.

        "read": everything that only looks; "write": all that the member may do; else a capability's key.
        No scopes: all that the member may do.
        """
        named = frozenset(scopes)
        if not named or "write" in named:
            return self
        if "read" in named:
            named |= {capability.key for capability in capabilities() if capability.reads}
        return replace(self, capabilities=self.capabilities & named)

    @classmethod
    def system(cls, workspace: Workspace, via: str = "system") -> Self:
        """Doorstep itself, for commands and background work that no member stands behind."""
        everything = frozenset(capability.key for capability in capabilities())
        return cls(workspace, None, "Doorstep", Role.OWNER, everything, None, via)

    @classmethod
    def of(cls, membership: Membership, via: str = "web") -> Self:
        """The actor that `membership` is. From `with_rights`, only a team's view costs a query."""
        rights = rights_of(membership)
        return cls(
            workspace=membership.workspace,
            membership_id=membership.pk,
            name=str(membership.user),
            role=membership.role,
            capabilities=rights.capabilities,
            sees_assigned_to=_assigned_to(membership, rights.visibility),
            via=via,
        )


def rights_of(membership: Membership) -> RoleRights:
    """What the member's role includes in its workspace."""
    if not hasattr(membership, "own_visibility"):
        return role_rights(membership.workspace_id, membership.role)
    if membership.role == Role.OWNER or membership.own_visibility is None:
        return default_rights(membership.role)
    return _own_rights(membership.own_visibility, membership.own_capabilities or ())


def role_rights(workspace_id: int, role: str) -> RoleRights:
    """What `role` includes in the workspace: its own line of the matrix, or the default.

    An owner's line is locked: always the default, which is everything.
    """
    line = None
    if role != Role.OWNER:
        line = RoleSetting.objects.filter(workspace_id=workspace_id, role=role).first()
    return _own_rights(line.visibility, line.capabilities) if line else default_rights(role)


def _own_rights(visibility: str, keys: Iterable[str]) -> RoleRights:
    return RoleRights(Visibility(visibility), frozenset(keys))


def _assigned_to(membership: Membership, visibility: Visibility) -> frozenset[int] | None:
    if visibility == Visibility.ALL:
        return None
    seen = {membership.pk}
    if visibility == Visibility.TEAM and membership.team_id:
        seen |= set(
            Membership.objects.filter(
                workspace_id=membership.workspace_id, team_id=membership.team_id
            ).values_list("pk", flat=True)
        )
    return frozenset(seen)
