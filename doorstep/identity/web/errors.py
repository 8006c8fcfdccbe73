"""What a person, or a program, sees when something went wrong, and the id that leads to the log."""

import logging
import secrets
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

API = "/api/"


class ErrorIdMiddleware:
    """First of all: gives each request an id, which the page about an unexpected error and the log name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.error_id = secrets.token_hex(4)  # type: ignore[attr-defined]  # read by the log and the 500 page
        return self.get_response(request)


class ErrorIdFilter(logging.Filter):
    """Adds the request's id to Django's own report of an error (settings.LOGGING)."""

    def filter(self, record: logging.LogRecord) -> bool:
        error_id = getattr(getattr(record, "request", None), "error_id", "")
        record.error_id = f" [error {error_id}]" if error_id and record.levelno >= logging.ERROR else ""
        return True


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500. Renders without database and context, since either may be what is broken."""
    error_id = getattr(request, "error_id", "")
    if request.path.startswith(API):
        return _problem(
            HTTPStatus.INTERNAL_SERVER_ERROR, _("The server had a problem and noted it."), error_id
        )
    page = render_to_string("500.html", {"error_id": error_id})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR, headers={"X-Error-Id": error_id})


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    if request.path.startswith(API):
        return _problem(HTTPStatus.NOT_FOUND, _("There is nothing at this address."))
    return HttpResponse(render_to_string("404.html", request=request), status=HTTPStatus.NOT_FOUND)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403, with the words of the refusal."""
    if request.path.startswith(API):
        return _problem(HTTPStatus.FORBIDDEN, str(exception))
    page = render_to_string("403.html", {"exception": str(exception)}, request=request)
    return HttpResponse(page, status=HTTPStatus.FORBIDDEN)


def _problem(status: HTTPStatus, detail: str, error_id: str = "") -> JsonResponse:
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    if error_id:
        body["error_id"] = error_id
    return JsonResponse(body, status=status, content_type="application/problem+json")
