"""Gives each request its actor, language and time zone, and keeps it inside the wall of its workspace."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import cast

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation

from doorstep.identity import wall
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership, Workspace
from doorstep.identity.tokens import authenticate_token

WORKSPACE_KEY = "workspace_id"
API = "/api/"
_SAFE = {"GET", "HEAD", "OPTIONS"}


class ActorMiddleware:
    """Sets `request.actor` (None for strangers) and `request.memberships`. One query, two for a team's view.

    Under /api/ a bearer token decides; a session counts there only for reading, as a form on another site
    could send one. Memberships are read anew for each request: one that was ended is out at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        actor = _identify(request)
        request.actor = actor  # type: ignore[attr-defined]  # ActorRequest has it
        if actor is None:
            return _to_first_setup(request) or self.get_response(request)
        with ExitStack() as member:
            _enter(member, actor)
            response = self.get_response(request)
            if isinstance(response, StreamingHttpResponse) and not response.is_async:
                rows = cast("Iterator[bytes]", response.streaming_content)
                response.streaming_content = _as_member(actor, rows)
            return response


def _enter(member: ExitStack, actor: Actor) -> None:
    # The language stays: LocaleMiddleware names it in the answer, and sets the next request's.
    translation.activate(actor.workspace.locale)
    timezone.activate(actor.workspace.zone)
    member.callback(timezone.deactivate)
    member.enter_context(wall.inside(actor.workspace_id))


def _as_member(actor: Actor, content: Iterator[bytes]) -> Iterator[bytes]:
    """The rows of a streamed answer are read after the middleware has returned: enter again for them."""
    with ExitStack() as member:
        _enter(member, actor)
        yield from content


def _identify(request: HttpRequest) -> Actor | None:
    request.memberships = []  # type: ignore[attr-defined]  # ActorRequest has it
    if request.path.startswith(API):
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return authenticate_token(secret.strip())
        if request.method not in _SAFE:
            return None
    if not request.user.is_authenticated:
        return None
    memberships = list(
        Membership.objects.current().with_rights().filter(user_id=request.user.pk).order_by("pk")
    )
    request.memberships = memberships  # type: ignore[attr-defined]  # ActorRequest has it
    chosen = _choose(memberships, request.session.get(WORKSPACE_KEY))
    return Actor.of(chosen) if chosen else None


def _choose(memberships: list[Membership], workspace_id: object) -> Membership | None:
    """The membership in the workspace they switched to, as long as they have one there; else the oldest."""
    for membership in memberships:
        if membership.workspace_id == workspace_id:
            return membership
    return memberships[0] if memberships else None


def _to_first_setup(request: HttpRequest) -> HttpResponseBase | None:
    """The way to the page that makes the first workspace, as long as there is none."""
    setup = reverse("identity:setup")
    if request.path == setup or request.path.startswith(API) or Workspace.objects.exists():
        return None
    return redirect(setup)
