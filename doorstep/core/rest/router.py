"""The router of the API: every operation documents its problems, every POST may be sent again."""

from collections.abc import Callable
from typing import Any, TypeVar

import ninja
from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from ninja.constants import NOT_SET
from ninja.decorators import decorate_view

from doorstep.core.rest.problems import PROBLEMS

View = TypeVar("View", bound=Callable[..., Any])

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


class ApiRequest(HttpRequest):
    """A request that passed the API's door. `actor`: an identity.Actor."""

    actor: Any


class Router(ninja.Router):
    """A ninja Router with the house's rules built in."""

    def api_operation(self, methods: list[str], path: str, **options: Any) -> Callable[[View], View]:
        """Declare an operation; see ninja.Router. PATCH demands If-Match, POST takes Idempotency-Key."""
        given = options.pop("response", NOT_SET)
        answers = given if isinstance(given, dict) else {200: given} if given is not NOT_SET else {}
        options["response"] = {**PROBLEMS, **answers}
        if "POST" in methods:
            options["openapi_extra"] = {"parameters": [_KEY_PARAMETER]}
        elif "PATCH" in methods:
            options["openapi_extra"] = {"parameters": [_MATCH_PARAMETER]}
        declare = super().api_operation(methods, path, **options)
        if "POST" not in methods:
            return declare

        def declare_repeatable(view: View) -> View:
            # Found late and by path: the rows that remember requests stand in an app above core.
            return declare(decorate_view(import_string(settings.REPEATABLE))(view))

        return declare_repeatable
