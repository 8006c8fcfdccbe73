"""Changing what members are, and ending and restoring memberships."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor
from doorstep.identity.events import MemberChanged, MembershipEnded, MembershipRestored
from doorstep.identity.granting import require_grant
from doorstep.identity.history import record_event
from doorstep.identity.models import ApiToken, Invitation, Membership, Role, Team, User, Workspace
from doorstep.identity.permissions import MANAGE_MEMBERS


@transaction.atomic
def change_member(*, actor: Actor, membership_id: int, role: str, team_id: int | None) -> Membership:
    """Give a member another role or team (None: no team).

    Raises PermissionDenied, also when the old or the new role includes more than the actor's own, or is Owner
    and the actor is none; Membership.DoesNotExist and Team.DoesNotExist of another workspace; RuleBroken for
    the last owner.
    """
    actor.require(MANAGE_MEMBERS)
    member = _locked_member(actor, membership_id)
    team = Team.objects.visible_to(actor).get(pk=team_id) if team_id else None
    new = {"role": Role(role).value, "team_id": team.pk if team else None}
    changes = {key: [getattr(member, key), to] for key, to in new.items() if getattr(member, key) != to}
    if "role" in changes:
        require_grant(actor, member.role)
        require_grant(actor, role)
        _keep_an_owner(member)
    if changes:
        member.role, member.team = role, team
        member.save(update_fields=["role", "team"])
        record_event(MemberChanged(membership_id=member.pk, changes=changes), actor=actor, about=member)
    return member


def change_member_role(*, actor: Actor, membership_id: int, role: str) -> Membership:
    """Give a member another role; see change_member."""
    member = Membership.objects.visible_to(actor).get(pk=membership_id)
    return change_member(actor=actor, membership_id=membership_id, role=role, team_id=member.team_id)


def change_member_team(*, actor: Actor, membership_id: int, team_id: int | None) -> Membership:
    """Put a member into a team, or (None) in none; see change_member."""
    member = Membership.objects.visible_to(actor).get(pk=membership_id)
    return change_member(actor=actor, membership_id=membership_id, role=member.role, team_id=team_id)


@transaction.atomic
def end_membership(*, actor: Actor, membership_id: int) -> Membership:
    """Take a member out at once. Their tokens and open invitations are revoked; what they did stays theirs.

    Raises PermissionDenied, also when the member's role includes more than the actor's; RuleBroken for the
    last owner; Membership.DoesNotExist.
    """
    actor.require(MANAGE_MEMBERS)
    member = _locked_member(actor, membership_id)
    require_grant(actor, member.role)
    if member.ended_at:
        return member
    _keep_an_owner(member)
    now = timezone.now()
    member.ended_at = now
    member.save(update_fields=["ended_at"])
    ApiToken.objects.filter(membership=member, revoked_at=None).update(revoked_at=now)
    Invitation.objects.pending().filter(invited_by=member).update(revoked_at=now)
    record_event(MembershipEnded(membership_id=member.pk), actor=actor, about=member)
    return member


@transaction.atomic
def restore_membership(*, actor: Actor, membership_id: int) -> Membership:
    """Let a former member in again, in the role they had. Their old tokens stay revoked.

    Raises PermissionDenied, also when that role includes more than the actor's; Membership.DoesNotExist.
    """
    actor.require(MANAGE_MEMBERS)
    member = _locked_member(actor, membership_id)
    require_grant(actor, member.role)
    if member.ended_at:
        member.ended_at = None
        member.save(update_fields=["ended_at"])
        record_event(MembershipRestored(membership_id=member.pk), actor=actor, about=member)
    return member


@transaction.atomic
def rename_person(*, actor: Actor, name: str) -> User:
    """Change the acting person's own name, in all workspaces. RuleBroken when it is empty or too long."""
    member = Membership.objects.visible_to(actor).select_related("user").get(pk=actor.member_id)
    if not 0 < len(name.strip()) <= 120:
        raise RuleBroken(_("Enter your name, at most 120 characters."), field="name")
    old, member.user.name = member.user.name, name.strip()
    if old != member.user.name:
        member.user.save(update_fields=["name"])
        changes = {"name": [old, member.user.name]}
        record_event(MemberChanged(membership_id=member.pk, changes=changes), actor=actor, about=member)
    return member.user


def _locked_member(actor: Actor, membership_id: int) -> Membership:
    # The workspace's row first: two owners who end each other's membership at the same moment wait here.
    Workspace.objects.select_for_update().get(pk=actor.workspace_id)
    return Membership.objects.visible_to(actor).select_related("user").get(pk=membership_id)


def _keep_an_owner(leaving: Membership) -> None:
    """Refuse when `leaving` is the workspace's last owner. Call with the workspace locked."""
    if leaving.role != Role.OWNER or leaving.ended_at:
        return
    owners = Membership.objects.current().filter(workspace_id=leaving.workspace_id, role=Role.OWNER)
    if not owners.exclude(pk=leaving.pk).exists():
        raise RuleBroken(
            _("%(name)s is the last owner. Make somebody else an owner first.") % {"name": leaving.user}
        )
