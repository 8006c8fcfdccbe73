"""Addresses of records that were merged away lead to the one that they went into."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from doorstep.activity.queries import survivor_id
from doorstep.clients.models import Client
from doorstep.identity.actor import Actor

API = "/api/"
#: What addresses call a client.
_NAMES = ("customer_id", "client_id")


class FormerAddressMiddleware:
    """Where a customer's page is not there, looks whether its id is a former one. Stands after the actor.

    A page answers 302; the API 308, so that a program's method and body go along. Neither may be kept: an
    undo brings the record back. Two statements, and only where there would be a 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.NOT_FOUND:
            return response
        return _to_survivor(request) or response


def _to_survivor(request: HttpRequest) -> HttpResponse | None:
    match, actor = request.resolver_match, getattr(request, "actor", None)
    is_api = request.path.startswith(API)
    if match is None or actor is None or not (is_api or request.method in {"GET", "HEAD"}):
        return None
    name = next((one for one in _NAMES if one in match.kwargs), "")
    found = _survivor(actor, match.kwargs[name]) if name else None
    if found is None:
        return None
    address = reverse(match.view_name, kwargs={**match.kwargs, name: found})
    query = request.META.get("QUERY_STRING", "")
    redirect = HttpResponseRedirect(f"{address}?{query}" if query else address)
    if is_api:
        redirect.status_code = HTTPStatus.PERMANENT_REDIRECT
    redirect.headers["Cache-Control"] = "no-store"
    return redirect


def _survivor(actor: Actor, old_id: object) -> int | None:
    """The client that an id leads to, when the actor sees it."""
    found = survivor_id(actor.workspace_id, int(str(old_id))) if str(old_id).isdecimal() else None
    if found is None or not Client.objects.visible_to(actor).filter(pk=found).exists():
        return None
    return found
