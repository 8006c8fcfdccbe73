"""In which encoding a text file is written: by its byte order mark, else UTF-8, else cp1252; no guesses."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.tables.limits import Limits, TableRefused
from doorstep.core.tables.signatures import HEAD_BYTES, refuse_binary

# What the picker offers: the ladder reads the first four by itself.
ENCODINGS = [
    ("utf-8", gettext_lazy("Unicode (UTF-8)")),
    ("utf-8-sig", gettext_lazy("Unicode (UTF-8) as Excel saves it")),
    ("utf-16", gettext_lazy("Unicode (UTF-16)")),
    ("cp1252", gettext_lazy("Western Europe and America (Windows)")),
    ("utf-16-le", gettext_lazy("Unicode (UTF-16, little endian)")),
    ("utf-16-be", gettext_lazy("Unicode (UTF-16, big endian)")),
    ("utf-32", gettext_lazy("Unicode (UTF-32)")),
    ("iso8859-15", gettext_lazy("Western Europe (ISO 8859-15)")),
    ("mac-roman", gettext_lazy("Western Europe and America (old Macintosh)")),
    ("cp850", gettext_lazy("Western Europe (DOS)")),
    ("cp1250", gettext_lazy("Central Europe (Windows)")),
    ("cp1251", gettext_lazy("Cyrillic (Windows)")),
    ("cp1253", gettext_lazy("Greek (Windows)")),
    ("cp1254", gettext_lazy("Turkish (Windows)")),
    ("cp1255", gettext_lazy("Hebrew (Windows)")),
    ("cp1256", gettext_lazy("Arabic (Windows)")),
    ("shift_jis", gettext_lazy("Japanese (Shift JIS)")),
    ("gb18030", gettext_lazy("Chinese (GB 18030)")),
    ("big5", gettext_lazy("Chinese (Big5)")),
    ("euc_kr", gettext_lazy("Korean (EUC-KR)")),
]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PIECE = 256 * 1024
_NUL_SHARE = 0.3  # of every second byte: plain letters in UTF-16 have a NUL beside each
_STRAY_AS_WINDOWS = "doorstep-stray-as-windows"


@dataclass(frozen=True, slots=True)
class TextShape:
    """How a text file is read. `errors`: what the decoder does with stray bytes; `lines`: all its lines."""

    encoding: str
    errors: str
    lines: int


def _read_stray_byte(error: UnicodeError) -> tuple[str, int]:
    """A stray byte in a UTF-8 file came from a Windows program: read it as one."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", errors="replace"), error.end


codecs.register_error(_STRAY_AS_WINDOWS, _read_stray_byte)


def examine(path: Path, chosen: str | None, limits: Limits) -> TextShape:
    """Read the whole file once, in small pieces: its encoding, its lines, and that no line is endless.

    `chosen`: an encoding picked by a person, taken at its word. Raises TableRefused.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if chosen is not None:
        return _examine_as(path, head, _known(chosen), limits)
    marked = _marked(head) or _without_mark(head)
    if marked is not None:
        errors = _STRAY_AS_WINDOWS if marked == "utf-8-sig" else "replace"
        return TextShape(marked, errors, count_lines(path, marked, errors, limits))
    refuse_binary(head)
    try:
        return TextShape("utf-8", "strict", count_lines(path, "utf-8", "strict", limits))
    except UnicodeDecodeError:
        # One stray byte in a UTF-8 file must not turn each of its accents into two letters.
        encoding, errors = ("utf-8", _STRAY_AS_WINDOWS) if _is_mostly_utf8(path) else ("cp1252", "replace")
        return TextShape(encoding, errors, count_lines(path, encoding, errors, limits))


def count_lines(path: Path, encoding: str, errors: str, limits: Limits) -> int:
    """The lines of a text file. Raises UnicodeError by `errors`; TableRefused when a line is endless."""
    newlines = returns = run = 0
    text = ""
    for text in _pieces(path, encoding, errors):
        newlines += text.count("\n")
        returns += text.count("\r")
        last = max(text.rfind("\n"), text.rfind("\r"))
        if last < 0:
            run += len(text)
        else:
            run = len(text) - last - 1
        if run > limits.line_chars:
            refuse_long_line((newlines or returns) + 1, limits)
    return (newlines or returns) + (not text.endswith(("\n", "\r")))


def refuse_long_line(line: int, limits: Limits) -> NoReturn:
    """Say that a line has no end: no table, or one with far too many columns."""
    raise TableRefused(
        _(
            "Line %(line)s of this file has more than %(chars)s characters; a table has one record on each "
            "line and at most %(columns)s columns. Open the file in a spreadsheet program, keep only the "
            "columns you want to import, and save it as CSV."
        )
        % {"line": line, "chars": f"{limits.line_chars:,}", "columns": limits.columns},
        "long_line",
    )


def _pieces(path: Path, encoding: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if text := decoder.decode(piece):
                yield text
        if text := decoder.decode(b"", final=True):
            yield text


def _is_mostly_utf8(path: Path) -> bool:
    """Whether more letters beyond ASCII are written as UTF-8 (several bytes each) than as single bytes."""
    letters = more_bytes = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            in_bytes = len(piece) - len(piece.decode("ascii", "ignore"))
            text = piece.decode("utf-8", _STRAY_AS_WINDOWS)
            in_letters = len(text) - len(text.encode("ascii", "ignore"))
            letters += in_letters
            more_bytes += in_bytes - in_letters
    return more_bytes * 2 >= letters


def _marked(head: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def _without_mark(head: bytes) -> str | None:
    """UTF-16 without its mark, known by the NUL beside every plain letter."""
    pairs = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if pairs and odd > pairs * _NUL_SHARE > even * 4:
        return "utf-16-le"
    if pairs and even > pairs * _NUL_SHARE > odd * 4:
        return "utf-16-be"
    return None


def _known(chosen: str) -> str:
    """The picker's own name for `chosen`: no codec of Python beyond that list is ever run."""
    wanted = chosen.strip().lower().replace("_", "-")
    for encoding, _label in ENCODINGS:
        if wanted == encoding.replace("_", "-"):
            return encoding
    raise TableRefused(
        _("“%(name)s” is not an encoding that can be chosen here.") % {"name": chosen}, "unknown_encoding"
    )


def _examine_as(path: Path, head: bytes, encoding: str, limits: Limits) -> TextShape:
    marked = _marked(head)
    if marked is not None and marked.startswith(encoding[:6]):
        encoding = marked  # the mark is no part of the first column's name
    if not encoding.startswith(("utf-16", "utf-32")):
        refuse_binary(head)
    seen = 0
    try:
        for text in _pieces(path, encoding, "strict"):
            seen += text.count("\n")
    except UnicodeError as error:
        raise _not_in(path, encoding, seen + _lines_before(error), limits) from error
    return TextShape(encoding, "strict", count_lines(path, encoding, "strict", limits))


def _lines_before(error: UnicodeError) -> int:
    if not isinstance(error, UnicodeDecodeError):
        return 0
    return error.object[: error.start].count(b"\n")


def _not_in(path: Path, encoding: str, lines_before: int, limits: Limits) -> TableRefused:
    told = {"line": lines_before + 1, "chosen": encoding, "better": examine(path, None, limits).encoding}
    return TableRefused(
        _(
            "Line %(line)s cannot be read as %(chosen)s, so the file is in another encoding. It looks like "
            "%(better)s: choose that, or let the encoding be found."
        )
        % told,
        "wrong_encoding",
    )
