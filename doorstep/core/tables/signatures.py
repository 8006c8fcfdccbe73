"""What a file is by its first bytes, whatever its name says."""

import re
from typing import Literal, NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.tables.limits import TableRefused

HEAD_BYTES = 64 * 1024

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Excel, and the wrapping of a workbook with a password
_PASSWORD_STREAM = "EncryptedPackage".encode("utf-16-le")

_KINDS: tuple[tuple[bytes, object], ...] = (
    (b"%PDF-", gettext_lazy("a PDF document")),
    (b"\x89PNG\r\n\x1a\n", gettext_lazy("a picture (PNG)")),
    (b"\xff\xd8\xff", gettext_lazy("a picture (JPEG)")),
    (b"GIF87a", gettext_lazy("a picture (GIF)")),
    (b"GIF89a", gettext_lazy("a picture (GIF)")),
    (b"\x7fELF", gettext_lazy("a program")),
    (b"\x1f\x8b", gettext_lazy("a compressed file (gzip)")),
    (b"BZh91AY&SY", gettext_lazy("a compressed file (bzip2)")),
    (b"\xfd7zXZ\x00", gettext_lazy("a compressed file (xz)")),
    (b"7z\xbc\xaf\x27\x1c", gettext_lazy("a compressed file (7-Zip)")),
    (b"Rar!\x1a\x07", gettext_lazy("a compressed file (RAR)")),
    (b"SQLite format 3\x00", gettext_lazy("a database (SQLite)")),
    (b"PAR1\x15", gettext_lazy("a data file (Parquet)")),
    (b"{\\rtf", gettext_lazy("a text document (RTF)")),
    (b"BEGIN:VCARD", gettext_lazy("an address book (vCard)")),
    (b"BEGIN:VCALENDAR", gettext_lazy("a calendar")),
)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_XML = re.compile(rb"<\?xml\b|<[a-z][\w:.-]*\s+xmlns", re.IGNORECASE)
_JSON = re.compile(rb'(?:\{\s*"[^"\r\n]*"\s*:|\[\s*(?:\{\s*["}]|\[\s*["\d\[]|\]\s*\Z)|\{\s*\}\s*\Z)')

_CONTROL = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1b\x1a") + b"\x7f"
_MOST_CONTROL_SHARE = 0.02
_LEAST_TEXT = 16


def tell_kind(head: bytes) -> Literal["csv", "xlsx"]:
    """Whether a file that begins with `head` is text or a workbook; TableRefused when it is neither."""
    if head.startswith(_ZIP):
        return "xlsx"
    if head.startswith(_OLE):
        _refuse_old_excel(head)
    for mark, kind in _KINDS:
        if head.startswith(mark):
            refuse_kind(str(kind))
    if head.startswith(b"MZ") and b"\x00" in head:
        refuse_kind(_("a program"))
    _refuse_markup(head.removeprefix(b"\xef\xbb\xbf").lstrip()[:2_000])
    return "csv"


def refuse_binary(head: bytes) -> None:
    """TableRefused when `head`, in an encoding of one byte per letter, is not text."""
    controls = len(head) - len(head.translate(None, _CONTROL))
    if len(head) >= _LEAST_TEXT and controls > len(head) * _MOST_CONTROL_SHARE:
        raise TableRefused(
            _(
                "This file is not text: it holds binary data. Export your customers again as CSV or as an "
                "Excel workbook (.xlsx) and upload that file."
            ),
            "binary",
        )


def _refuse_markup(start: bytes) -> None:
    if _MARKUP.match(start):
        refuse_kind(_("a web page (HTML)"))
    if _XML.match(start):
        refuse_kind(_("a web page (HTML)") if _MARKUP.search(start) else _("an XML document"))
    if _JSON.match(start):
        refuse_kind(_("a data file (JSON)"))


def refuse_kind(kind: str) -> NoReturn:
    """Say that the file is `kind` ("a PDF document") and what to upload instead."""
    raise TableRefused(
        _(
            "This file is %(kind)s, whatever its name says, not a table. Export your records as CSV or as an "
            "Excel workbook (.xlsx), or save them so from a spreadsheet program, and upload that file."
        )
        % {"kind": kind},
        "not_a_table",
    )


def _refuse_old_excel(head: bytes) -> NoReturn:
    if _PASSWORD_STREAM in head:
        raise TableRefused(
            _(
                "This workbook is protected by a password. Open it in Excel, take the password off (File, "
                "Info, Protect Workbook), save it, and upload it again."
            ),
            "encrypted",
        )
    raise TableRefused(
        _(
            "This is a workbook of an old Excel (.xls, 1997–2003). Open it in Excel, choose “Save as”, then "
            "“Excel Workbook (.xlsx)” or “CSV UTF-8”, and upload that file."
        ),
        "old_excel",
    )
