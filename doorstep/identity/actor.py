"""Who is acting: what an action checks and every read starts from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

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
    return import_string(settings.CAPABILITIES)  # type: ignore[no-any-return]


def default_rights(role: str) -> RoleRights:
    """What `role` may do where the workspace has no line of its own."""
    return import_string(settings.ROLES)[Role(role)]  # type: ignore[no-any-return]


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

    def can(self, capability: Capability) -> bool:
        """Whether the actor may do it."""
        return capability.key in self.capabilities

    def require(self, capability: Capability) -> None:
        """Raise PermissionDenied, in words, unless the actor may do it."""
        if not self.can(capability):
            raise PermissionDenied(
                _("Your role does not include “%(what)s”. Ask an owner of the workspace for it.")
                % {"what": capability.label}
            )

    def coming_through(self, door: str) -> Self:
        """The same actor, noted in history as acting through `door`."""
        return replace(self, via=door)

    def limited_to(self, scopes: Iterable[str]) -> Self:
        """The same actor with at most the capabilities in `scopes` (an API token's)."""
        return replace(self, capabilities=self.capabilities & frozenset(scopes))

    @classmethod
    def system(cls, workspace: Workspace, via: str = "system") -> Self:
        """Doorstep itself, for commands and background work that no member stands behind."""
        everything = frozenset(capability.key for capability in capabilities())
        return cls(workspace, None, "Doorstep", Role.OWNER, everything, None, via)

    @classmethod
    def of(cls, membership: Membership, via: str = "web") -> Self:
        """The actor that `membership` (with user and workspace loaded) is. At most two queries."""
        own_line = RoleSetting.objects.filter(
            workspace_id=membership.workspace_id, role=membership.role
        ).first()
        rights = (
            RoleRights(Visibility(own_line.visibility), frozenset(own_line.capabilities))
            if own_line
            else default_rights(membership.role)
        )
        return cls(
            workspace=membership.workspace,
            membership_id=membership.pk,
            name=str(membership.user),
            role=membership.role,
            capabilities=rights.capabilities,
            sees_assigned_to=_assigned_to(membership, rights.visibility),
            via=via,
        )


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
