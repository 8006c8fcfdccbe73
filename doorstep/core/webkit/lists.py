"""Answers of list pages: fragments that a browser need not load twice, and where a list stands."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers


def private_fragment(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Let the browser keep a fragment for itself: it asks again, and gets 304 when nothing changed."""
    tag = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    # The same address answers a page or a fragment.
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return get_conditional_response(request, etag=tag, response=response) or response
