"""Looking at an upload before anything of it is kept."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.files.base import File

from doorstep.files.contents.containers import OLE_MACROS, OLE_PARTS, tell_ole, tell_zip
from doorstep.files.contents.kinds import FileType
from doorstep.files.contents.measuring import measure
from doorstep.files.contents.refusals import refused, too_large
from doorstep.files.contents.scanning import EICAR, scan
from doorstep.files.contents.signatures import HEAD_BYTES, OLE_MARK, tell_type

_MARKS: Final = (EICAR, OLE_MACROS, *OLE_PARTS)
_OVERLAP: Final = max(len(mark) for mark in _MARKS) - 1


@dataclass(frozen=True, slots=True)
class Inspected:
    """What an upload is. `size` in bytes; `width`, `height` in pixels, None where only the drawing tells."""

    type: FileType
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None


def inspect(file: "File[bytes]") -> Inspected:
    """Read a whole upload and tell what it is. Raises FileRefused with words that say what to do instead."""
    size = file.size or 0
    if size > settings.FILE_MOST_BYTES:
        raise too_large(size, settings.FILE_MOST_BYTES)
    if size == 0:
        raise refused("empty")
    digest, found = _read(file)
    if EICAR in found:
        raise refused("virus")
    kind = _tell(file, found)
    size_in_pixels = measure(file, kind) if kind.decoder else None
    scan(_chunks(file))
    file.seek(0)
    width, height = size_in_pixels or (None, None)
    return Inspected(kind, size, digest, width, height)


def _read(file: "File[bytes]") -> tuple[str, set[bytes]]:
    """The SHA-256 of the content, and which of the marks are in it."""
    digest, found, before = hashlib.sha256(), set[bytes](), b""
    for chunk in _chunks(file):
        digest.update(chunk)
        window = before + chunk
        found.update(mark for mark in _MARKS if mark in window)
        before = window[-_OVERLAP:]
    return digest.hexdigest(), found


def _tell(file: "File[bytes]", found: set[bytes]) -> FileType:
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if kind := tell_type(head):
        return kind
    return tell_ole(found) if head.startswith(OLE_MARK) else tell_zip(file, head)


def _chunks(file: "File[bytes]") -> Iterator[bytes]:
    file.seek(0)
    yield from file.chunks()
