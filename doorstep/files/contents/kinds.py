"""The kinds of files that are taken in: how each is called, and what a preview of it is drawn with."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Draws(StrEnum):
    """What previews are drawn from."""

    NOTHING = ""
    PICTURE = "picture"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class FileType:
    """One kind. `endings`: those its name may have, the usual one first.

    `decoder`: Pillow's name of the format, where a picture's size can be read at once.
    """

    content_type: str
    endings: tuple[str, ...]
    draws: Draws = Draws.NOTHING
    decoder: str = ""


def _picture(content_type: str, *endings: str, decoder: str = "") -> FileType:
    return FileType(content_type, endings, Draws.PICTURE, decoder)


JPEG: Final = _picture("image/jpeg", "jpg", "jpeg", "jpe", "jfif", decoder="JPEG")
PNG: Final = _picture("image/png", "png", decoder="PNG")
GIF: Final = _picture("image/gif", "gif", decoder="GIF")
WEBP: Final = _picture("image/webp", "webp", decoder="WEBP")
TIFF: Final = _picture("image/tiff", "tif", "tiff", decoder="TIFF")
BMP: Final = _picture("image/bmp", "bmp", decoder="BMP")
# Their decoders are large C libraries: only the drawing process, with its limits, opens these.
HEIC: Final = _picture("image/heic", "heic", "heif", "hif")
AVIF: Final = _picture("image/avif", "avif")

PDF: Final = FileType("application/pdf", ("pdf",), Draws.PDF)

_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX: Final = FileType(f"{_OFFICE}wordprocessingml.document", ("docx",))
XLSX: Final = FileType(f"{_OFFICE}spreadsheetml.sheet", ("xlsx",))
PPTX: Final = FileType(f"{_OFFICE}presentationml.presentation", ("pptx",))
ODT: Final = FileType("application/vnd.oasis.opendocument.text", ("odt",))
ODS: Final = FileType("application/vnd.oasis.opendocument.spreadsheet", ("ods",))
ODP: Final = FileType("application/vnd.oasis.opendocument.presentation", ("odp",))
DOC: Final = FileType("application/msword", ("doc", "dot"))
XLS: Final = FileType("application/vnd.ms-excel", ("xls",))
PPT: Final = FileType("application/vnd.ms-powerpoint", ("ppt",))
RTF: Final = FileType("application/rtf", ("rtf",))
TEXT: Final = FileType("text/plain", ("txt", "csv", "tsv", "md", "log", "eml", "ics", "vcf", "json"))

MP4: Final = FileType("video/mp4", ("mp4", "m4v"))
MOV: Final = FileType("video/quicktime", ("mov", "qt"))
WEBM: Final = FileType("video/webm", ("webm",))
M4A: Final = FileType("audio/mp4", ("m4a",))
MP3: Final = FileType("audio/mpeg", ("mp3",))
WAV: Final = FileType("audio/wav", ("wav",))

_ALL: Final = (
    JPEG, PNG, GIF, WEBP, TIFF, BMP, HEIC, AVIF, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, DOC, XLS, PPT, RTF,
    TEXT, MP4, MOV, WEBM, M4A, MP3, WAV,
)  # fmt: skip
_BY_NAME = {one.content_type: one for one in _ALL}


def type_named(content_type: str) -> FileType:
    """The kind with this content type. KeyError when none has it."""
    return _BY_NAME[content_type]
