"""Versions of records as ETags: an update says which version it was made on."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.responses import Status

from doorstep.core.rest.problems import Refused
from doorstep.core.rest.shapes import Input, Record

_VERSION = re.compile(r'(?:W/)?"?(\d{1,9})"?')
_Answer = TypeVar("_Answer", bound=Record)


def if_match(request: HttpRequest) -> int:
    """The version in the If-Match header. Raises Refused: 428 when absent, 400 when it is no version."""
    found = _VERSION.fullmatch(_header(request))
    if found is None:
        raise Refused(400, _("If-Match must be the ETag that this API sent with the record."))
    return int(found[1])


def _header(request: HttpRequest) -> str:
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise Refused(
            428, _("Send the record's ETag as If-Match, so that nobody's change is overwritten unseen.")
        )
    return header


def etag_of(record: Record) -> str:
    """The record's version; what counts no versions goes by its content."""
    version = getattr(record, "version", None)
    if version is None:
        version = hashlib.sha256(record.model_dump_json().encode()).hexdigest()[:20]
    return f'"{version}"'


def versioned(response: HttpResponse, record: _Answer) -> _Answer:
    """Answer with the record, its version in the ETag."""
    response["ETag"] = etag_of(record)
    return record


def started(response: HttpResponse, record: _Answer) -> Status[_Answer]:
    """Answer 202 with the work that has begun, and the address to ask how far it is."""
    response["Location"] = record.location
    return Status(202, record)


def created(response: HttpResponse, record: _Answer) -> Status[_Answer]:
    """Answer 201 with the new record, its version and its address."""
    response["Location"] = record.location
    return Status(201, versioned(response, record))


@contextmanager
def unchanged(
    request: HttpRequest, rows: "models.QuerySet[Any]", pk: int, shape: Any, wanted: Input
) -> Iterator[None]:
    """Let the block change row `pk` only as long as it is what If-Match says. For rows without versions.

    `shape`: its Record class, with `of(row)`. Raises Refused 412 with both values; DoesNotExist.
    """
    header = _header(request)
    with transaction.atomic():
        current = shape.of(rows.select_for_update(of=("self",)).get(pk=pk))
        if header.removeprefix("W/") != etag_of(current):
            fields = {
                name: {"mine": mine, "theirs": getattr(current, name, None)}
                for name, mine in wanted.given().items()
            }
            raise Refused(
                412,
                _("Somebody else changed this meanwhile. Read it again, and send its new ETag."),
                details={"fields": fields, "version": etag_of(current).strip('"')},
            )
        yield
