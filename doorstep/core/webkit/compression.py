"""Pages go out compressed, also where no proxy stands in front: a list of sixty kilobytes as twelve."""

import gzip
import io
import re
import secrets
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

#: 0.2 ms of processor time for a list of fifty; 6, the usual level, takes 0.8 ms and saves another tenth.
LEVEL = 3
#: What fits into one packet gains nothing.
FEWEST_BYTES = 1000
#: Whoever makes a page repeat their guess cannot read off the length whether they were right (BREACH).
MOST_PADDING = 100

_TEXT = re.compile(r"text/|application/(?:problem\+)?json\b|image/svg\+xml\b")
_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?P<weight>[\d.]+)\s*)?(?=,|$)", re.IGNORECASE)


class CompressionMiddleware:
    """Compresses text with gzip for those who take it.

    Left alone are streamed answers (an export's first rows must not wait for a full buffer, and files go as
    they are), and what is compressed already. Django's GZipMiddleware knows neither level nor kinds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            patch_vary_headers(response, ["Accept-Encoding"])
        elif isinstance(response, HttpResponse) and _is_worth_it(response):
            patch_vary_headers(response, ["Accept-Encoding"])
            if takes_gzip(request.headers.get("Accept-Encoding", "")):
                _compress(response)
        return response


def takes_gzip(accepted: str) -> bool:
    """Say whether a header Accept-Encoding allows gzip: named or meant by *, and not with a weight of 0."""
    found = _GZIP.search(accepted)
    return found is not None and (found["weight"] is None or found["weight"].strip("0.") != "")


def _is_worth_it(response: HttpResponse) -> bool:
    return (
        len(response.content) >= FEWEST_BYTES
        and not response.has_header("Content-Encoding")
        and _TEXT.match(response.get("Content-Type", "")) is not None
    )


def _compress(response: HttpResponse) -> None:
    packed = io.BytesIO()
    # The padding is the name that a gzip file may carry; browsers pass over it.
    padding = "a" * secrets.randbelow(MOST_PADDING)
    with gzip.GzipFile(filename=padding, mode="wb", compresslevel=LEVEL, fileobj=packed, mtime=0) as file:
        file.write(response.content)
    response.content = packed.getvalue()
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    # A strong tag promises the same bytes, which are others now.
    if response.get("ETag", "").startswith('"'):
        response.headers["ETag"] = f"W/{response.headers['ETag']}"
