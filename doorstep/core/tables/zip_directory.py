"""What a ZIP archive says about its own directory, read before anything parses that directory."""

import os
import struct
from dataclasses import dataclass
from typing import BinaryIO

_END = struct.Struct("<4s4H2LH")
_LOCATOR_64 = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT = 65_535
_SEE_64 = 0xFFFFFFFF
_SEE_64_ENTRIES = 0xFFFF


@dataclass(frozen=True, slots=True)
class Directory:
    """How many entries an archive's directory has and how many bytes it takes."""

    entries: int
    size: int


def declared_directory(file: BinaryIO) -> Directory | None:
    """The size of the archive's directory as its last record says; None when the file has no such record."""
    end = file.seek(0, os.SEEK_END)
    start = max(0, end - _END.size - _LONGEST_COMMENT)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return None
    _mark, _disk, _first, _here, entries, size, _offset, _comment = _END.unpack_from(tail, at)
    if size == _SEE_64 or entries == _SEE_64_ENTRIES:
        return _directory_64(file, start + at)
    return Directory(entries, size)


def _directory_64(file: BinaryIO, end_at: int) -> Directory | None:
    """The same from the record that large archives add."""
    if end_at < _LOCATOR_64.size:
        return None
    file.seek(end_at - _LOCATOR_64.size)
    mark, _disk, at, _disks = _LOCATOR_64.unpack(file.read(_LOCATOR_64.size))
    if mark != b"PK\x06\x07":
        return None
    file.seek(at)
    record = file.read(_END_64.size)
    if len(record) < _END_64.size or not record.startswith(b"PK\x06\x06"):
        return None
    fields = _END_64.unpack(record)
    return Directory(entries=fields[7], size=fields[8])
