"""Gives each request its actor: the member behind the session, in the workspace they chose."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership

WORKSPACE_KEY = "workspace_id"


class ActorRequest(HttpRequest):
    """A request that passed the member's door; `actor` is set by ActorMiddleware."""

    actor: Actor


class ActorMiddleware:
    """Sets `request.actor` (None for strangers)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = _actor_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor_of(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    memberships = Membership.objects.filter(user_id=request.user.pk, ended_at=None).select_related(
        "workspace", "user"
    )
    chosen = request.session.get(WORKSPACE_KEY)
    membership = memberships.filter(workspace_id=chosen).first() if chosen else None
    membership = membership or memberships.order_by("pk").first()
    return Actor.of(membership) if membership else None
