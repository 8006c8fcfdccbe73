"""The OpenAPI document of the API: what ninja knows of the operations, and what holds for all of them."""

from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.utils import translation
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from doorstep.core.rest.problems import CONTENT_TYPE

PREFIX = "/api/v1/"
_WORDS = {
    400: "The body could not be read, or a header is malformed.",
    401: "There is no token, or it is wrong, expired or revoked.",
    403: "The token's member, or the token's scopes, do not include what this needs.",
    404: "It is not there, or not for this token's member.",
    412: "Somebody changed the record since: `details` holds both values.",
    413: "The body is too big.",
    422: "A value is missing, does not fit or goes against a rule: `errors` names each field.",
    428: "There is no If-Match.",
    429: "Too many requests in this minute.",
    500: "The server had a problem. Quote `error_id`.",
}
_HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    429: {
        "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds until it may be tried again."}
    },
}
#: What every list takes; ninja passes over the words that stand at the types of parameters.
_LIST_PARAMETERS = {
    "limit": "How many at most, 1 to 200.",
    "cursor": "The `next_cursor` of the page before.",
}
_ETAG = {"ETag": {"schema": {"type": "string"}, "description": "The record's version, for If-Match."}}
_LOCATION = {"Location": {"schema": {"type": "string"}, "description": "Where the new record is."}}


class Api(NinjaAPI):
    """A NinjaAPI whose document is made once, in English, with the house's problems and headers in it."""

    def get_openapi_schema(self, **_options: Any) -> OpenAPISchema:
        return self._document

    @cached_property
    def _document(self) -> OpenAPISchema:
        with translation.override("en"):
            document = super().get_openapi_schema(path_prefix=PREFIX.lstrip("/"))
            for operations in document["paths"].values():
                for operation in operations.values():
                    _complete(operation)
            document["components"]["responses"] = {
                f"Problem{status}": _problem_answer(status) for status in _WORDS
            }
        return document


def _complete(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for status, answer in responses.items():
        if status >= HTTPStatus.BAD_REQUEST:
            responses[status] = {"$ref": f"#/components/responses/Problem{status}"}
        elif status == HTTPStatus.CREATED:
            answer["headers"] = {**_ETAG, **_LOCATION}
    operation["responses"] = {str(status): responses[status] for status in sorted(responses)}
    for one in operation["parameters"]:
        if one["name"] in _LIST_PARAMETERS:
            one["description"] = _LIST_PARAMETERS[one["name"]]
    capability = operation.pop("x-capability")
    if capability:
        needs = f"Needs the right `{capability}`."
        operation["description"] = "\n\n".join(filter(None, (operation.get("description"), needs)))


def _problem_answer(status: int) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": _WORDS[status],
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in _HEADERS:
        answer["headers"] = _HEADERS[status]
    return answer
