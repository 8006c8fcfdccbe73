"""Reads about members, roles and keys that pages, the API and commands share."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from doorstep.identity.actor import Actor, RoleRights, default_rights
from doorstep.identity.granting import may_grant
from doorstep.identity.models import (
    ApiToken,
    Invitation,
    Membership,
    Role,
    RoleSetting,
    Team,
    Visibility,
    WorkspaceQuerySet,
)
from doorstep.identity.permissions import MANAGE_MEMBERS


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One role's line: what it includes here, and whether that differs from what Doorstep comes with."""

    role: Role
    rights: RoleRights
    is_own: bool
    is_locked: bool


def permission_matrix(actor: Actor) -> list[MatrixLine]:
    """The workspace's matrix, one line per role. `is_locked`: the actor cannot change it. One query."""
    own = {
        line.role: RoleRights(Visibility(line.visibility), frozenset(line.capabilities))
        for line in RoleSetting.objects.visible_to(actor)
    }
    return [
        MatrixLine(
            role,
            rights := default_rights(role) if role == Role.OWNER else own.get(role, default_rights(role)),
            is_own=rights != default_rights(role),
            is_locked=role == Role.OWNER or not actor.can(MANAGE_MEMBERS) or not may_grant(actor, role),
        )
        for role in Role
    ]


def grantable_roles(actor: Actor) -> list[Role]:
    """The roles that the actor may give to others."""
    return [role for role in Role if may_grant(actor, role)]


def members(actor: Actor) -> Sequence[Membership]:
    """All members of the workspace with person and team: those of now by name, then the former ones."""
    rows = Membership.objects.visible_to(actor).select_related("user", "team")
    return sorted(rows, key=lambda one: (one.ended_at is not None, str(one.user).casefold(), one.pk))


def pending_invitations(actor: Actor) -> WorkspaceQuerySet[Invitation]:
    """Invitations that were neither accepted nor revoked, newest first; expired ones too."""
    return (
        Invitation.objects.visible_to(actor)
        .pending()
        .select_related("team", "invited_by__user")
        .order_by("-created_at")
    )


def teams(actor: Actor) -> WorkspaceQuerySet[Team]:
    """The workspace's teams by name, each with `member_count`."""
    return (
        Team.objects.visible_to(actor)
        .annotate(member_count=Count("members", filter=Q(members__ended_at=None)))
        .order_by("name")
    )


def api_tokens(actor: Actor) -> WorkspaceQuerySet[ApiToken]:
    """The tokens that were not revoked: the actor's own; everybody's for those who manage members."""
    tokens = ApiToken.objects.visible_to(actor).filter(revoked_at=None).select_related("membership__user")
    if not actor.can(MANAGE_MEMBERS):
        tokens = tokens.filter(membership_id=actor.member_id)
    return tokens.order_by("-created_at")


def why_visible(actor: Actor, assigned_to_id: int | None) -> str:
    """Why the actor sees a record assigned to that member, in words; "" when not. At most one query."""
    if actor.sees_assigned_to is None:
        return _("Your role, %(role)s, sees all records of this workspace.") % {
            "role": Role(actor.role).label
        }
    if assigned_to_id is None or assigned_to_id not in actor.sees_assigned_to:
        return ""
    if assigned_to_id == actor.membership_id:
        return _("It is assigned to you.")
    colleague = Membership.objects.visible_to(actor).select_related("user", "team").get(pk=assigned_to_id)
    return _("It is assigned to %(name)s, who is in your team %(team)s.") % {
        "name": colleague.user,
        "team": colleague.team,
    }
