"""The API's handbook: how to begin, and every operation in words."""

from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from doorstep.core.rest.reading import SectionRead, read_document
from doorstep.identity.doors import ActorRequest, member_required


@lru_cache(maxsize=1)
def _sections(server: str) -> dict[str, SectionRead]:
    document = import_string(settings.REST_API).get_openapi_schema()
    return {section.key: section for section in read_document(document, server)}


def _rules() -> list[tuple[str, str]]:
    """What holds for every operation, in words."""
    return [
        (_("Money"), _("Integers in minor units (…_cents) of the workspace’s currency.")),
        (_("Days"), _("Days are days in the workspace’s time zone; moments carry their offset from UTC.")),
        (_("Pages"), _("At most 200 rows at a time: send next_cursor as cursor until it is null.")),
        (_("Changes"), _("PATCH demands If-Match with the record’s ETag. 412 shows both values.")),
        (
            _("Sent twice"),
            _("Any POST takes an Idempotency-Key: sent again within a day it gets the first answer."),
        ),
        (_("Failures"), _("application/problem+json, with the path of each field that does not fit.")),
        (
            _("Allowance"),
            _("%(rate)d requests a minute for each token; then 429 with Retry-After.")
            % {"rate": settings.API_RATE},
        ),
        (_("Rights"), _("A token may do what its member may, within the scopes it was made with.")),
    ]


@require_GET
@member_required
def handbook(request: ActorRequest) -> HttpResponse:
    """/api/ — how to make a token and a first call, and the list of all operations."""
    context = {
        "sections": _sections(settings.BASE_URL).values(),
        "server": settings.BASE_URL,
        "rules": _rules(),
        "tokens_url": reverse("identity:tokens"),
    }
    return render(request, "shell/api.html", context)


@require_GET
@member_required
def section(request: ActorRequest, key: str) -> HttpResponse:
    """/api/reference/<section> — the operations of one kind of record, each with an anchor."""
    sections = _sections(settings.BASE_URL)
    if key not in sections:
        raise Http404
    return render(request, "shell/api_section.html", {"section": sections[key]})
