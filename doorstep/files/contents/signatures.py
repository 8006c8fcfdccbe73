"""Telling a file's kind by its first bytes."""

import re
from typing import Final

from doorstep.files.contents import kinds
from doorstep.files.contents.kinds import FileType
from doorstep.files.contents.refusals import refused

HEAD_BYTES: Final = 64 * 1024

_PLAIN: Final[tuple[tuple[bytes, FileType], ...]] = (
    (b"\xff\xd8\xff", kinds.JPEG),
    (b"\x89PNG\r\n\x1a\n", kinds.PNG),
    (b"GIF87a", kinds.GIF),
    (b"GIF89a", kinds.GIF),
    (b"II*\x00", kinds.TIFF),
    (b"MM\x00*", kinds.TIFF),
    (b"{\\rtf", kinds.RTF),
    (b"\x1aE\xdf\xa3", kinds.WEBM),
    (b"ID3", kinds.MP3),
    (b"\xff\xfb", kinds.MP3),
    (b"\xff\xf3", kinds.MP3),
)
_RIFF: Final = {b"WEBP": kinds.WEBP, b"WAVE": kinds.WAV}
# The brands of the ISO base media format (ISO/IEC 14496-12), in which phones keep pictures, films and sound.
_BRANDS: Final = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), kinds.HEIC),
    **dict.fromkeys((b"avif", b"avis"), kinds.AVIF),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1"), kinds.MP4),
    **dict.fromkeys((b"M4V ", b"M4VH", b"M4VP", b"3gp4", b"3gp5", b"3gp6", b"dash", b"MSNV"), kinds.MP4),
    b"qt  ": kinds.MOV,
    **dict.fromkeys((b"M4A ", b"M4B "), kinds.M4A),
}
_BMP_HEADERS: Final = {12, 40, 52, 56, 64, 108, 124}

_PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",  # a Mach-O for several processors, and a Java class
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
    b"dex\n",
    b"\x00asm",
    b"#!",
    b"FWS",
    b"CWS",
)
_ARCHIVES: Final = (
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
    b"!<arch>",
)
_BYTE_ORDER_MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SVG: Final = re.compile(r"<(?:\w+:)?svg\b", re.IGNORECASE)
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def tell_type(head: bytes) -> FileType | None:
    """The kind of a file that begins with `head`; None when only its inside tells (ZIP, OLE).

    Raises FileRefused for kinds that are not taken.
    """
    if head.startswith(_PROGRAMS):
        raise refused("program")
    if head.startswith(_ARCHIVES):
        raise refused("archive")
    if head.startswith((ZIP_MARK, OLE_MARK)):
        return None
    if found := _binary(head):
        return found
    _check_text(_decoded(head))
    return kinds.TEXT


ZIP_MARK: Final = b"PK"
OLE_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _binary(head: bytes) -> FileType | None:
    for mark, kind in _PLAIN:
        if head.startswith(mark):
            return kind
    if head[4:8] == b"ftyp":
        return _brand(head)
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return kinds.BMP
    # Some scanners write an empty line first.
    return kinds.PDF if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-") else None


def _brand(head: bytes) -> FileType | None:
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, length, 4))]
    return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), None)


def _decoded(head: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if head.startswith(mark):
            return head.decode(encoding, errors="replace")
    try:
        return head.decode()
    except UnicodeDecodeError as error:
        # The head may end within a letter; anything else is text of an old machine, if it is text.
        return head.decode("utf-8" if error.start > len(head) - 4 else "cp1252", errors="replace")


def _check_text(text: str) -> None:
    start = text.lstrip("\ufeff \t\r\n\v\f")
    if start.startswith("<"):
        raise refused("svg" if _SVG.search(start[:4096]) else "markup")
    if _CONTROLS.search(text) or text.count("\ufffd") > len(text) // 100:
        raise refused("unknown")
