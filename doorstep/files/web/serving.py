"""Sending what is stored: whole, in ranges, or by the proxy; never so that it could run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from doorstep.files import storing
from doorstep.files.models import StoredFile

_PIECE: Final = 256 * 1024
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_POLICY: Final = "sandbox; default-src 'none'"


@dataclass(frozen=True, slots=True)
class Content:
    """Stored bytes as they are sent. `filename`: what they are saved as; "" for pictures of our own."""

    stored: str
    content_type: str
    etag: str
    filename: str = ""


def original_of(row: StoredFile) -> Content:
    """The upload itself: only ever saved, never shown."""
    return Content(str(row.stored), row.content_type, f'"{row.sha256}"', row.name)


def drawn_of(row: StoredFile, ending: str) -> Content:
    """A preview that was drawn here. Raises Http404 when there is none."""
    if not row.has_preview():
        raise Http404
    return Content(str(row.stored) + ending, "image/webp", f'"{row.sha256[:32]}{ending}"')


def send(request: HttpRequest, content: Content) -> HttpResponseBase:
    """Answer with the content, or the range of it that was asked for."""
    response = _by_proxy(content) or _ours(request, content)
    response.headers["Content-Type"] = content.content_type
    if content.filename:
        response.headers["Content-Disposition"] = content_disposition_header(True, content.filename) or ""
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["ETag"] = content.etag
    patch_cache_control(response, private=True, max_age=3600)
    return response


def _by_proxy(content: Content) -> HttpResponse | None:
    """Let the proxy send it, where settings.FILE_ACCEL names its internal address of the files folder."""
    if not settings.FILE_ACCEL:
        return None
    return HttpResponse(headers={"X-Accel-Redirect": f"{settings.FILE_ACCEL.rstrip('/')}/{content.stored}"})


def _ours(request: HttpRequest, content: Content) -> HttpResponseBase:
    if request.headers.get("If-None-Match") == content.etag:
        return HttpResponse(status=304)
    storage = storing.uploads()
    try:
        size = storage.size(content.stored)
        file = storage.open(content.stored)
    except FileNotFoundError as error:
        raise Http404 from error
    wanted = _range(request, content, size)
    if wanted is None:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    return _part(file, *wanted, size)


def _part(file: Any, first: int, last: int, size: int) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_pieces(file, first, last - first + 1))
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Length"] = str(last - first + 1)
    if (first, last) != (0, size - 1):
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _range(request: HttpRequest, content: Content, size: int) -> tuple[int, int] | None:
    """The first and the last byte to send; None for a range that is not there. Several ranges: all of it."""
    asked = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    unchanged = request.headers.get("If-Range", content.etag) == content.etag
    if not asked or not unchanged or asked[0] == "bytes=-":
        return 0, size - 1
    if asked[1] == "":  # the last so many
        return (max(0, size - int(asked[2])), size - 1) if int(asked[2]) else None
    first, last = int(asked[1]), int(asked[2] or size - 1)
    return (first, min(last, size - 1)) if first <= last and first < size else None


def _pieces(file: Any, first: int, left: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
