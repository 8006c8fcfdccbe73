"""Invitations by e-mail: the only way in, besides the first set-up."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.identity import wall
from doorstep.identity.actor import Actor
from doorstep.identity.events import InvitationRevoked, MemberInvited, MemberJoined
from doorstep.identity.granting import require_grant
from doorstep.identity.history import record_event
from doorstep.identity.models import Invitation, Membership, Role, Team, User
from doorstep.identity.people import clean_email, find_person, make_person
from doorstep.identity.permissions import MANAGE_MEMBERS
from doorstep.identity.tokens import hash_of, invitation_secret

VALID_FOR = timedelta(days=7)


@transaction.atomic
def invite_member(*, actor: Actor, email: str, role: str, team_id: int | None = None) -> Invitation:
    """Invite somebody into the actor's workspace; the e-mail follows (config/reactions.py).

    Raises PermissionDenied, also when the role includes more than the actor's; Team.DoesNotExist; RuleBroken
    for a bad address, a member, and somebody who has an open invitation.
    """
    actor.require(MANAGE_MEMBERS)
    require_grant(actor, role)
    address = clean_email(email)
    team = Team.objects.visible_to(actor).get(pk=team_id) if team_id else None
    _refuse_known(actor, address)
    invitation = Invitation(
        workspace_id=actor.workspace_id,
        email=address,
        role=Role(role),
        team=team,
        invited_by_id=actor.membership_id,
        token_hash=secrets.token_hex(32),  # until the row has the key that its link is made from
        expires_at=timezone.now() + VALID_FOR,
    )
    invitation.save()
    _send(actor, invitation)
    return invitation


@transaction.atomic
def resend_invitation(*, actor: Actor, invitation_id: int) -> Invitation:
    """Send an open or expired invitation again, with a new link; the old one stops working.

    Raises PermissionDenied; Invitation.DoesNotExist, also when it was accepted or revoked.
    """
    actor.require(MANAGE_MEMBERS)
    invitation = Invitation.objects.visible_to(actor).pending().select_for_update().get(pk=invitation_id)
    require_grant(actor, invitation.role)
    invitation.expires_at = timezone.now() + VALID_FOR
    _send(actor, invitation)
    return invitation


@transaction.atomic
def revoke_invitation(*, actor: Actor, invitation_id: int) -> Invitation:
    """Take an invitation back: its link stops working.

    Raises PermissionDenied; Invitation.DoesNotExist, also when it was accepted already.
    """
    actor.require(MANAGE_MEMBERS)
    invitation = Invitation.objects.visible_to(actor).pending().select_for_update().get(pk=invitation_id)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    record_event(InvitationRevoked(email=invitation.email), actor=actor, about=invitation)
    return invitation


def accept_invitation(*, actor: User | None, secret: str, name: str = "", password: str = "") -> Membership:
    """Join the workspace that invited; answers the membership.

    `actor`: the person who is signed in, or None for a stranger. Somebody who signs in with the invited
    address already must be signed in as that person; for others `name` and `password` make the person.
    Raises RuleBroken when the link is used up, revoked or expired, is meant for somebody else, or the name or
    password will not do.
    """
    with wall.lifted(), transaction.atomic():
        invitation = _open_invitation(secret)
        user = _invited_person(actor, invitation) or make_person(
            email=invitation.email, name=name, password=password
        )
        member = _join(invitation, user)
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
        record_event(
            MemberJoined(membership_id=member.pk, email=user.email, role=member.role),
            actor=Actor.of(member),
            about=member,
        )
        return member


def _refuse_known(actor: Actor, address: str) -> None:
    if Membership.objects.visible_to(actor).current().filter(user__email__iexact=address).exists():
        raise RuleBroken(_("This person is a member already."), field="email")
    if Invitation.objects.visible_to(actor).open().filter(email__iexact=address).exists():
        raise RuleBroken(_("This person is invited already. Send the invitation again."), field="email")


def _send(actor: Actor, invitation: Invitation) -> None:
    invitation.token_hash = hash_of(invitation_secret(invitation.pk, invitation.expires_at))
    invitation.sent_at = None
    invitation.save(update_fields=["token_hash", "expires_at", "sent_at"])
    event = MemberInvited(invitation_id=invitation.pk, email=invitation.email, role=invitation.role)
    record_event(event, actor=actor, about=invitation)


def _open_invitation(secret: str) -> Invitation:
    invitation = (
        Invitation.objects.open().select_for_update(of=("self",)).filter(token_hash=hash_of(secret)).first()
    )
    if invitation is None:
        raise RuleBroken(_("This invitation was used, taken back or has expired. Ask for a new one."))
    return invitation


def _invited_person(actor: User | None, invitation: Invitation) -> User | None:
    """The person that the invitation is for, if there is one; refuse anybody else who is signed in."""
    if actor is not None and actor.email.lower() != invitation.email.lower():
        raise RuleBroken(
            _("This invitation is for %(email)s. Sign out, and open its link again.")
            % {"email": invitation.email}
        )
    if actor is None and find_person(invitation.email):
        raise RuleBroken(_("You have a login already. Sign in, and open the link again."))
    return actor


def _join(invitation: Invitation, user: User) -> Membership:
    member, is_new = Membership.objects.select_related("workspace", "user").get_or_create(
        workspace=invitation.workspace, user=user, defaults={"role": invitation.role, "team": invitation.team}
    )
    if not is_new and member.ended_at:
        member.role, member.team, member.ended_at = invitation.role, invitation.team, None
        member.save(update_fields=["role", "team", "ended_at"])
    return member
