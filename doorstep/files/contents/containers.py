"""Telling what is inside the two containers of office documents, without unpacking anything."""

import zipfile
from typing import BinaryIO, Final, cast

from django.core.files.base import File

from doorstep.core.tables.zip_directory import declared_directory
from doorstep.files.contents import kinds
from doorstep.files.contents.kinds import FileType
from doorstep.files.contents.refusals import refused

#: A long presentation has some thousand parts; a directory of millions is there to fill the memory.
MOST_PARTS: Final = 20_000
_MACROS: Final = ("vbaproject.bin", "macrosheets/", "activex/")
_OFFICE: Final = {"word/": kinds.DOCX, "xl/": kinds.XLSX, "ppt/": kinds.PPTX}
_OPEN: Final = {one.content_type.encode(): one for one in (kinds.ODT, kinds.ODS, kinds.ODP)}
_MIMETYPE_AT: Final = 38

#: What an old office document's directory names its main part, in UTF-16 -> its kind.
OLE_PARTS: Final = {
    "WordDocument".encode("utf-16-le"): kinds.DOC,
    "Workbook".encode("utf-16-le"): kinds.XLS,
    "PowerPoint Document".encode("utf-16-le"): kinds.PPT,
}
#: And what it names its macros.
OLE_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")


def tell_zip(file: "File[bytes]", head: bytes) -> FileType:
    """The kind of document a ZIP archive is. Raises FileRefused when it is none, or one with macros."""
    if head[30:38] == b"mimetype":
        rest = head[_MIMETYPE_AT : _MIMETYPE_AT + 80]
        for name, kind in _OPEN.items():
            if rest.startswith(name) and rest[len(name) : len(name) + 2] == b"PK":
                return kind
    names = _names(file)
    if "[content_types].xml" not in names:
        raise refused("archive")
    if any(mark in name for name in names for mark in _MACROS):
        raise refused("macros")
    for folder, kind in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            return kind
    raise refused("archive")


def _names(file: "File[bytes]") -> set[str]:
    source = cast("BinaryIO", file)
    directory = declared_directory(source)
    if directory is None:
        raise refused("damaged")
    if directory.entries > MOST_PARTS or directory.size > MOST_PARTS * 1024:
        raise refused("archive")
    try:
        with zipfile.ZipFile(source) as archive:
            return {name.lower().replace("\\", "/") for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, UnicodeError) as error:
        raise refused("damaged") from error


def tell_ole(found: set[bytes]) -> FileType:
    """The kind of an old office document by the marks `found` in it. Raises FileRefused."""
    if OLE_MACROS in found:
        raise refused("macros")
    for mark, kind in OLE_PARTS.items():
        if mark in found:
            return kind
    raise refused("unknown")
