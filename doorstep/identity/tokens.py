"""The secrets people carry: API tokens and the links of invitations. Only their hashes are kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from doorstep.identity import wall
from doorstep.identity.actor import Actor
from doorstep.identity.models import ApiToken, Invitation

TOKEN_PREFIX = "dst_"  # noqa: S105 - what makes a leaked token recognisable, not a secret
SHOWN_CHARACTERS = 9
USED_AT_MOST_EVERY = timedelta(minutes=1)


def new_api_token() -> str:
    """A fresh API token: 256 random bits behind the prefix."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """SHA-256 in hex. Fast on purpose: the secrets are long and random, guessing them is hopeless anyway."""
    return hashlib.sha256(secret.encode()).hexdigest()


def authenticate_token(secret: str) -> Actor | None:
    """The member that an API token stands for, within the token's scopes; None when it opens no door.

    One query, two when the use is noted (at most once a minute).
    """
    if not secret.startswith(TOKEN_PREFIX):
        return None
    with wall.lifted():
        token = ApiToken.objects.usable().with_rights().filter(token_hash=hash_of(secret)).first()
        if token is None:
            return None
        _note_use(token)
        return Actor.of(token.member_with_rights(), via="api").limited_to(token.scopes)


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - USED_AT_MOST_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def invitation_secret(invitation_id: int, expires_at: datetime) -> str:
    """The token in an invitation's link. Made from the signing key, so that only its hash has to be kept.

    Sending again sets another expiry, and with it another link; the old one stops working.
    """
    seal = salted_hmac("doorstep.identity.invitation", f"{invitation_id}:{expires_at.timestamp():.0f}")
    return f"{invitation_id}-{seal.hexdigest()[:40]}"


def find_invitation(secret: str) -> Invitation | None:
    """The invitation behind a link, whatever became of it. Call outside of the wall or with it lifted."""
    return (
        Invitation.objects.select_related("workspace", "invited_by__user", "team")
        .filter(token_hash=hash_of(secret))
        .first()
    )
