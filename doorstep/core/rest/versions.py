"""Versions of records as ETags: an update says which version it was made on."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from doorstep.core.rest.problems import Refused

_ETAG = re.compile(r'(?:W/)?"?(\d{1,9})"?')


def if_match(request: HttpRequest) -> int:
    """The version in the If-Match header. Raises Refused: 428 when absent, 400 when it is no version."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise Refused(
            428, _("Send the record's ETag as If-Match, so that nobody's change is overwritten unseen.")
        )
    found = _ETAG.fullmatch(header)
    if found is None:
        raise Refused(400, _("If-Match must be the ETag that this API sent with the record."))
    return int(found[1])


def with_etag(response: HttpResponse, version: int) -> None:
    """Name the record's version in the answer's ETag."""
    response["ETag"] = f'"{version}"'
