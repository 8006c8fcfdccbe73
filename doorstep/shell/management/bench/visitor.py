"""A member with a browser, without the browser: requests go through the whole stack but no socket."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from doorstep.identity.models import Membership

HTMX = {"HX-Request": "true"}


class Visitor:
    """Asks for pages as one member. Redirects and errors are refused: they are quick and mean nothing."""

    def __init__(self, member: Membership) -> None:
        self.client = Client(headers={"Accept-Encoding": "gzip"})  # as every browser
        self.session_key = _log_in(member)
        self.client.cookies[settings.SESSION_COOKIE_NAME] = self.session_key

    def get(self, address: str, **headers: str) -> bytes:
        """The body of a page."""
        return _body(self.client.get(address, headers=headers), address)

    def fragment(self, address: str, target: str = "") -> bytes:
        """The body of what htmx asks for."""
        return self.get(address, **HTMX, **({"HX-Target": target} if target else {}))


def _body(response: Any, address: str) -> bytes:
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return b"".join(response) if response.streaming else bytes(response.content)


def _log_in(member: Membership) -> str:
    """A session like the one that logging in makes, in the member's workspace."""
    session = SessionStore()
    session[SESSION_KEY] = str(member.user_id)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    session["workspace_id"] = member.workspace_id
    session.save()
    return str(session.session_key)
