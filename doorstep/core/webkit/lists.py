"""Answers of list pages: fragments that a browser need not load twice, and where a list stands."""

import hashlib
import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

#: Forms carry the session's secret, masked differently each time; any of its masks opens the same door.
_MASKED = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')


def private_fragment(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Let the browser keep a fragment for itself: it asks again, and gets 304 when nothing changed."""
    tag = _tag_of(response.content, secret=request.META.get("CSRF_COOKIE") or "")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    # The same address answers a page or a fragment.
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return get_conditional_response(request, etag=tag, response=response) or response


def _tag_of(content: bytes, secret: str) -> str:
    """The content's tag. It is a weak one, which stays the same whether the content goes out compressed."""
    digest = hashlib.blake2b(_MASKED.sub(rb"\1", content), digest_size=12, key=secret.encode()[:64])
    return f'W/"{digest.hexdigest()}"'
