"""The doors' locks: who may come through to a page, said in words when not.

Pages of every app use these; they stand inside, because no door imports another door.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.core.permissions import Capability
from doorstep.core.webkit.htmx import flash, is_htmx, toast
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership

P = ParamSpec("P")


class ActorRequest(HttpRequest):
    """A request that passed a member's door; ActorMiddleware set what is here.

    `memberships`: all the person's memberships that have not ended, with their workspaces, oldest first.
    """

    actor: Actor
    memberships: list[Membership]


MemberView = Callable[Concatenate[ActorRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def member_required(view: MemberView[P]) -> View[P]:
    """Let members in: strangers go to the sign-in page, people without a workspace get a 403 page.

    A row that `.get()` does not find among the visible ones answers 404. A broken rule that the view does not
    show in a form is shown as a toast: status 422 for htmx, else back on the page one came from.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(request, "actor", None) is None:
            return _refuse_stranger(request)
        try:
            return view(cast("ActorRequest", request), *args, **kwargs)
        except ObjectDoesNotExist as missing:
            # What is not visible to the actor does not exist for them.
            raise Http404 from missing
        except RuleBroken as broken:
            return _refuse_in_words(request, broken)

    return guarded


def requires(*capabilities: Capability) -> Callable[[MemberView[P]], View[P]]:
    """Let members in who may do all of it; others get a 403 page that names what is missing."""

    def guard(view: MemberView[P]) -> View[P]:
        @wraps(view)
        def allowed(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            for capability in capabilities:
                request.actor.require(capability)
            return view(request, *args, **kwargs)

        return member_required(allowed)

    return guard


def _refuse_stranger(request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated:
        raise PermissionDenied(
            _("You are not a member of any workspace now. Ask an owner of yours to invite you.")
        )
    return redirect_to_login(request.get_full_path())


def _refuse_in_words(request: HttpRequest, broken: RuleBroken) -> HttpResponseBase:
    if is_htmx(request):
        refusal = HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY, headers={"HX-Reswap": "none"})
        return toast(refusal, broken, level="error")
    flash(request, broken, level=messages.ERROR)
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(came_from if is_ours else "/", status=HTTPStatus.SEE_OTHER)
