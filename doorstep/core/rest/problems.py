"""Errors as application/problem+json (RFC 9457), each with the path of the field it is about."""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, NoReturn

import orjson
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from doorstep.core.errors import RuleBroken, StaleVersion

CONTENT_TYPE = "application/problem+json"


class FieldError(Schema):
    """`field`: the path in what was sent ("phones.0.typed"), "" for the whole. `message`: for people."""

    field: str
    message: str


class Problem(Schema):
    """What went wrong, why, and how to mend it.

    `error_id`: what to quote when the server failed. `details`: more for machines; after a 412 it holds
    {"fields": {name: {"mine": …, "theirs": …}}, "version": …}.
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
    error_id: str = ""
    details: dict[str, Any] = {}


class Refused(Exception):
    """Answer with a problem of `status` from anywhere in an operation."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Iterable[tuple[str, str]] = (),
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = list(errors)
        self.details = dict(details or {})


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
    content = orjson.dumps(body.model_dump(), default=_plain)
    return HttpResponse(content, status=status, content_type=CONTENT_TYPE, headers=dict(headers or {}))


def _plain(value: Any) -> Any:
    return value.model_dump() if isinstance(value, BaseModel) else str(value)


def _broken_rule(request: HttpRequest, error: RuleBroken) -> HttpResponse:
    status = 412 if isinstance(error, StaleVersion) else 422
    # Actions name fields as pages do; the operation says where they stand in its body.
    paths: Mapping[str, str] = getattr(request, "field_paths", {})
    field = paths.get(error.field, error.field)
    return problem(status, str(error), errors=[(field, str(error))], details=error.details)


def _bad_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    if any(one["loc"][0] == "path" for one in error.errors):
        return not_found(request)
    errors = [(_path(one["loc"]), str(one["msg"])) for one in error.errors]
    return problem(422, _("Some of what was sent is missing or does not fit."), errors=errors)


def _path(location: Iterable[Any]) -> str:
    """("body", "payload", "phones", 0, "typed") -> "phones.0.typed"."""
    parts = [str(part) for part in location]
    skipped = 2 if parts and parts[0] == "body" else 1
    return ".".join(parts[skipped:])


def not_found(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """Answer 404, whether it is not there or not for this actor."""
    return problem(404, _("There is nothing at this address that you may see."))


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))


def _unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    words = _("Send a valid API token: “Authorization: Bearer …”. Make one under Settings, API tokens.")
    return problem(401, words, headers={"WWW-Authenticate": "Bearer"})


def too_big(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """Answer 413."""
    return problem(413, _("The body of this request is too big. Send less at a time."))


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(error.status, error.detail, errors=error.errors, details=error.details)


def _let_go(request: HttpRequest, error: Exception) -> NoReturn:
    """On to the middleware, which answers 500 with an id that leads to the log."""
    raise error


def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403, str(error))


_HANDLERS: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    RuleBroken: _broken_rule,
    ValidationError: _bad_input,
    HttpError: _http_error,
    AuthenticationError: _unauthenticated,
    ObjectDoesNotExist: not_found,
    Http404: not_found,
    PermissionDenied: _forbidden,
    Refused: _refused,
    RequestDataTooBig: too_big,
    Exception: _let_go,
}


def install_problems(api: NinjaAPI) -> None:
    """Make `api` answer every known failure with a problem."""
    for kind, handler in _HANDLERS.items():
        api.add_exception_handler(kind, handler)
