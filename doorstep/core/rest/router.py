"""The router of the API: every operation documents its problems, every POST may be sent again."""

from collections.abc import Callable, Mapping
from functools import partial, wraps
from inspect import cleandoc
from typing import Any, TypeVar

import ninja
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from ninja.decorators import decorate_view

from doorstep.core.permissions import Capability
from doorstep.core.rest.limits import seconds_to_wait
from doorstep.core.rest.problems import Problem, problem, too_big

View = TypeVar("View", bound=Callable[..., Any])
_Run = Callable[..., HttpResponse]

_KEY_PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "A key of your own for this request. Sent again with the same key within 24 hours, "
    "it changes nothing more and gets the first answer.",
}
_MATCH_PARAMETER = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string"},
    "description": "The ETag of the version that the change was made on.",
}
#: The names by which pages know fields that the API calls by their ids.
_FIELD_PATHS = {
    name: f"{name}_id"
    for name in ("type", "account", "source", "assigned_to", "sold_by", "party", "member", "tag")
}


class ApiRequest(HttpRequest):
    """A request that passed the API's door. `actor`: an identity.Actor."""

    actor: Any


class Router:
    """Declares the operations of an app under one tag. config/rest.py mounts `operations`.

    Each takes the capability it `needs` (None: any member), the shape of its `answer`, and `field_paths`:
    where fields that actions complain about stand in the body. A docstring's first line is the summary.
    """

    def __init__(self, tag: str) -> None:
        self.operations = ninja.Router(tags=[tag])

    def get(
        self, path: str, *, needs: Capability | None, answer: Any, **options: Any
    ) -> Callable[[View], View]:
        """Declare a read."""
        return self._declare("GET", path, needs, {200: answer}, **options)

    def post(
        self, path: str, *, needs: Capability | None, answer: Any, status: int = 200, **options: Any
    ) -> Callable[[View], View]:
        """Declare a change that may be sent again under its Idempotency-Key. `status`: of its success."""
        return self._declare("POST", path, needs, {status: answer}, **options)

    def patch(self, path: str, *, needs: Capability, answer: Any, **options: Any) -> Callable[[View], View]:
        """Declare an update, which demands If-Match."""
        return self._declare("PATCH", path, needs, {200: answer}, **options)

    def put(self, path: str, *, needs: Capability, answer: Any, **options: Any) -> Callable[[View], View]:
        """Declare a change that is the same however often it is made."""
        return self._declare("PUT", path, needs, {200: answer}, **options)

    def delete(
        self, path: str, *, needs: Capability, answer: Any = None, **options: Any
    ) -> Callable[[View], View]:
        """Declare a removal; answers 204 unless it has an answer."""
        return self._declare("DELETE", path, needs, {200: answer} if answer else {204: None}, **options)

    def _declare(
        self,
        method: str,
        path: str,
        needs: Capability | None,
        answers: dict[int, Any],
        field_paths: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Callable[[View], View]:
        documented = _documented(method, needs, extra or {})
        door = partial(_guard, needs, {**_FIELD_PATHS, **(field_paths or {})})

        def declare(view: View) -> View:
            summary, _sep, description = cleandoc(view.__doc__ or "").partition("\n")
            declared = self.operations.api_operation(
                [method],
                path,
                response={**dict.fromkeys(_failures(method, path), Problem), **answers},
                operation_id=view.__name__,
                summary=summary.rstrip("."),
                description=description.strip(),
                openapi_extra=documented,
            )(view)
            # Found late and by path: the rows that remember requests stand in an app above core.
            again = [import_string(settings.REPEATABLE)] if method == "POST" else []
            decorate_view(*again, door)(declared)
            return view

        return declare


def _documented(method: str, needs: Capability | None, extra: Mapping[str, Any]) -> dict[str, Any]:
    parameters = {"POST": [_KEY_PARAMETER], "PATCH": [_MATCH_PARAMETER]}.get(method, [])
    return {
        **extra,
        "parameters": [*parameters, *extra.get("parameters", ())],
        "x-capability": needs.key if needs else None,
    }


def _failures(method: str, path: str) -> list[int]:
    """The problems that an operation may answer with."""
    always = [401, 403, 422, 429, 500]
    if method != "GET" or "{" in path:
        always.append(404)
    if method in {"POST", "PATCH", "PUT"}:
        always += [400, 413]
    if method == "PATCH":
        always += [412, 428]
    return sorted(always)


def _guard(needs: Capability | None, field_paths: Mapping[str, str], run: _Run) -> _Run:
    """The door of one operation: the allowance, then the right, then the operation."""

    @wraps(run)
    def enter(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = getattr(request, "actor", None)
        request.field_paths = field_paths
        if actor is not None:
            if wait := seconds_to_wait(request, actor.membership_id):
                words = _("Too many requests in a minute. Go on in %(seconds)d seconds.") % {"seconds": wait}
                return problem(429, words, headers={"Retry-After": str(wait)})
            try:
                if needs is not None:
                    actor.require(needs)
            except PermissionDenied as error:
                return problem(403, str(error))
        try:
            return run(request, *args, **kwargs)
        except RequestDataTooBig:
            return too_big(request)

    return enter
