"""API tokens: keys for programs, which act as the member who made them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor, capabilities
from doorstep.identity.events import TokenCreated, TokenRevoked
from doorstep.identity.history import record_event
from doorstep.identity.models import ApiToken, Membership
from doorstep.identity.permissions import MANAGE_MEMBERS, MANAGE_TOKENS
from doorstep.identity.tokens import SHOWN_CHARACTERS, hash_of, new_api_token


@transaction.atomic
def create_token(
    *, actor: Actor, name: str, scopes: Iterable[str] = (), expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a token for the actor's own member. Answers its row and the secret, which is nowhere else.

    `scopes`: "read", "write" or capability keys; none: all that the member may do, now and later.
    `expires_at`: None: never. Raises PermissionDenied, also when the scopes go beyond what the actor may do
    here (a token cannot make a wider one); RuleBroken for a missing name, unknown scopes or a past expiry.
    """
    actor.require(MANAGE_TOKENS)
    wanted = _known_scopes(scopes)
    member = Membership.objects.visible_to(actor).with_rights().get(pk=actor.member_id)
    _refuse_wider(actor, member, wanted)
    if not 0 < len(name.strip()) <= 80:
        raise RuleBroken(
            _("Name the program that will use the token, in at most 80 characters."), field="name"
        )
    if expires_at and expires_at <= timezone.now():
        raise RuleBroken(_("Choose a day in the future."), field="expires_on")
    secret = new_api_token()
    token = ApiToken.objects.create(
        workspace_id=actor.workspace_id,
        membership=member,
        name=name.strip(),
        prefix=secret[:SHOWN_CHARACTERS],
        token_hash=hash_of(secret),
        scopes=sorted(wanted),
        expires_at=expires_at,
    )
    record_event(TokenCreated(name=token.name, scopes=token.scopes), actor=actor, about=token)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Actor, token_id: int) -> ApiToken:
    """Make a token useless, at once. One's own needs no right; another's needs Manage members.

    Raises PermissionDenied; ApiToken.DoesNotExist.
    """
    token = ApiToken.objects.visible_to(actor).select_for_update().get(pk=token_id)
    if token.membership_id != actor.membership_id:
        actor.require(MANAGE_MEMBERS)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record_event(TokenRevoked(name=token.name), actor=actor, about=token)
    return token


def _known_scopes(scopes: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(scopes)
    unknown = wanted - {"read", "write"} - {capability.key for capability in capabilities()}
    if unknown:
        words = ", ".join(sorted(unknown))
        raise RuleBroken(_("There is no such scope: %(what)s.") % {"what": words}, field="scopes")
    return wanted


def _refuse_wider(actor: Actor, member: Membership, scopes: frozenset[str]) -> None:
    """Compare what the token could do with what the actor can: the actor may be a limited token itself."""
    mine = Actor.of(member).capabilities
    named = scopes - {"read", "write"}
    would_have = Actor.of(member).limited_to(scopes).capabilities
    if not would_have <= actor.capabilities or not named <= mine:
        actor.refuse(_("A token cannot do more than you may do yourself."))
