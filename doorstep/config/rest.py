"""The REST API: every app's routers at their addresses."""

from typing import Any

import orjson
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.renderers import BaseRenderer

from doorstep.core.rest import install_problems


class _Renderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


def _member(request: HttpRequest) -> Any:
    """The API's lock: ActorMiddleware has read the token, or the session of somebody who only reads."""
    return getattr(request, "actor", None)


api = NinjaAPI(
    title="Doorstep",
    version="1",
    description="Customers, properties, jobs, invoices and payments of one workspace, chosen by the token.",
    urls_namespace="api",
    auth=_member,
    renderer=_Renderer(),
    openapi_url="/openapi.json",
    docs_url=None,
)
install_problems(api)
