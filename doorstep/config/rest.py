"""The REST API: every app's operations in one place."""

from typing import Any, ClassVar

import orjson
from django.http import HttpRequest
from django.utils.module_loading import import_string
from ninja.renderers import BaseRenderer

from doorstep.core.rest import install_problems
from doorstep.core.rest.body import StrictParser
from doorstep.core.rest.document import Api

DESCRIPTION = """\
Customers, properties, jobs, invoices and payments of one workspace, which the token chooses.

Money is in integer minor units (`…_cents`) of the workspace's currency; days are days in its time zone.
Lists come in pages: send a page's `next_cursor` as `cursor` to get the following one. A change is made on a
version of a record: send its `ETag` as `If-Match`. Any POST may carry an `Idempotency-Key` and then be sent
again without taking effect twice. Errors are `application/problem+json` (RFC 9457) and name the field."""

ROUTERS = (
    "doorstep.identity.api.routers",
    "doorstep.notifications.api.routers",
    "doorstep.notes.api.routers",
    "doorstep.customers.api.routers",
    "doorstep.clients.api.routers",
    "doorstep.files.api.routers",
    "doorstep.vocabulary.api.routers",
    "doorstep.jobs.api.routers",
    "doorstep.billing.api.routers",
    "doorstep.duplicates.api.routers",
    "doorstep.runs.api.routers",
    "doorstep.transfer.api.routers",
)


class _Renderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data)


class BearerToken:
    """The API's lock: ActorMiddleware has read the token, or the session of somebody who only reads."""

    openapi_security_schema: ClassVar = {
        "type": "http",
        "scheme": "bearer",
        "description": "An API token, made under Settings, API tokens, or by `doorstep token`.",
    }

    def __call__(self, request: HttpRequest) -> Any:
        return getattr(request, "actor", None)


api = Api(
    title="Doorstep",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=BearerToken(),
    parser=StrictParser(),
    renderer=_Renderer(),
    openapi_url="/openapi.json",
    docs_url=None,
)
install_problems(api)
for path in ROUTERS:
    for router in import_string(path):
        api.add_router("", router.operations)
