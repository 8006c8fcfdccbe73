"""Errors as application/problem+json (RFC 9457), each with the path of the field it is about."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from doorstep.core.errors import RuleBroken, StaleVersion

CONTENT_TYPE = "application/problem+json"


class FieldError(Schema):
    """`field`: the path in what was sent ("phones.0.typed"), "" for the whole. `message`: for people."""

    field: str
    message: str


class Problem(Schema):
    """What went wrong, why, and how to mend it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
    error_id: str = ""
    details: dict[str, Any] = {}


#: Every operation may answer with these; they stand in the OpenAPI document.
PROBLEMS: dict[int, type[Problem]] = dict.fromkeys((400, 401, 403, 404, 409, 412, 422, 428, 429), Problem)


class Refused(Exception):
    """Answer with a problem of `status` from anywhere in an operation."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def problem(
    status: int,
    detail: str,
    *,
    errors: Iterable[tuple[str, str]] = (),
    error_id: str = "",
    details: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer for a request that failed. `errors`: (field path, message)."""
    body = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        errors=[FieldError(field=field, message=message) for field, message in errors],
        error_id=error_id,
        details=dict(details or {}),
    )
    content = orjson.dumps(body.model_dump(), default=str)
    return HttpResponse(content, status=status, content_type=CONTENT_TYPE, headers=dict(headers or {}))


def _broken_rule(request: HttpRequest, error: RuleBroken) -> HttpResponse:
    status = 412 if isinstance(error, StaleVersion) else 422
    return problem(status, str(error), errors=[(error.field, str(error))], details=error.details)


def _bad_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [(_path(one["loc"]), str(one["msg"])) for one in error.errors]
    return problem(422, _("Some of what was sent is missing or does not fit."), errors=errors)


def _path(location: Iterable[Any]) -> str:
    """("body", "payload", "phones", 0, "typed") -> "phones.0.typed"."""
    parts = [str(part) for part in location]
    skipped = 2 if parts and parts[0] in {"body", "form"} else 1
    return ".".join(parts[skipped:])


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    headers = {}
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(wait)
    return problem(error.status_code, str(error), headers=headers)


def _unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    words = _("Send a valid API token: “Authorization: Bearer …”. Make one under Settings, API tokens.")
    return problem(401, words, headers={"WWW-Authenticate": "Bearer"})


def install_problems(api: NinjaAPI) -> None:
    """Make `api` answer every known failure with a problem. Unknown ones go on to the middleware (error id)."""
    not_found = _("There is nothing at this address that you may see.")

    api.add_exception_handler(RuleBroken, _broken_rule)
    api.add_exception_handler(ValidationError, _bad_input)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(AuthenticationError, _unauthenticated)
    api.add_exception_handler(ObjectDoesNotExist, lambda request, error: problem(404, not_found))
    api.add_exception_handler(Http404, lambda request, error: problem(404, not_found))
    api.add_exception_handler(PermissionDenied, lambda request, error: problem(403, str(error)))
    api.add_exception_handler(Refused, lambda request, error: problem(error.status, error.detail))
