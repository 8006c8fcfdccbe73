"""A workbook is a ZIP archive: looked at before anything is unpacked, so that none can flood the memory."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from doorstep.core.tables.limits import Limits, TableRefused, in_megabytes
from doorstep.core.tables.signatures import refuse_kind
from doorstep.core.tables.zip_directory import declared_directory

_PIECE = 256 * 1024
_OVERLAP = 64
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_HARMLESS_BYTES = 16 * 1024 * 1024  # as small as this unpacked, the ratio does not matter
_BYTES_PER_ENTRY = 1_024

# References of cells: all, quickly, and those of cells that are not empty (an empty one closes itself).
_ANY_CELL = (
    re.compile(rb"""r\s*+=\s*+["']([A-Za-z]{1,3}+)\d"""),
    re.compile(rb"""r\s*+=\s*+["'][A-Za-z]{1,3}+(\d{1,7})"""),
)
_FILLED_CELL = (
    re.compile(rb"""\br\s*+=\s*+["']([A-Za-z]{1,3}+)\d{1,7}["'][^>]*+(?<!/)>"""),
    re.compile(rb"""\br\s*+=\s*+["'][A-Za-z]{1,3}+(\d{1,7})["'][^>]*+(?<!/)>"""),
)


def check_workbook(path: Path, limits: Limits) -> None:
    """Raise TableRefused unless the archive is a workbook of bearable size, as it truly unpacks."""
    with path.open("rb") as file:
        _check_directory(file, limits)
        try:
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, UnicodeError) as error:
            raise damaged() from error
        _check_kind({entry.filename for entry in entries})
        _check_sizes(entries, path.stat().st_size, limits)
        for entry in entries:
            _check_entry(file, entry, limits)


def damaged() -> TableRefused:
    """The refusal of a file that begins like a workbook and goes wrong later."""
    return TableRefused(
        _(
            "This workbook is damaged or was not transferred completely. Open it in Excel, save it again as "
            "“Excel Workbook (.xlsx)”, and upload that file."
        ),
        "damaged",
    )


def _bomb(limits: Limits) -> TableRefused:
    return TableRefused(
        _(
            "This file would unpack to far more than a workbook holds (at most %(most)s MB), so it is not "
            "opened. If it is a real list, save it as CSV and upload that file."
        )
        % {"most": in_megabytes(limits.unpacked_bytes)},
        "zip_bomb",
    )


def _check_directory(file: BinaryIO, limits: Limits) -> None:
    directory = declared_directory(file)
    if directory is None:
        raise damaged()
    if directory.entries > limits.zip_entries or directory.size > limits.zip_entries * _BYTES_PER_ENTRY:
        raise _bomb(limits)


def _check_kind(names: set[str]) -> None:
    tops = {name.partition("/")[0].lower() for name in names}
    if "[content_types].xml" in tops and "xl" in tops:
        if "xl/workbook.bin" in names:
            refuse_kind(_("a binary workbook (.xlsb)"))
        return
    if "content.xml" in tops and "mimetype" in tops:
        refuse_kind(_("an OpenDocument file"))
    kinds = {
        "word": _("a Word document"),
        "ppt": _("a presentation"),
        "meta-inf": _("a program"),
        "index": _("a Numbers document"),
    }
    refuse_kind(next((kind for top, kind in kinds.items() if top in tops), _("a ZIP archive")))


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise TableRefused(
            _("This workbook is protected by a password. Save it without one and upload it again."),
            "encrypted",
        )
    if unpacked > limits.unpacked_bytes:
        raise _bomb(limits)
    if unpacked > _HARMLESS_BYTES and unpacked > packed * limits.packed_ratio:
        raise _bomb(limits)


def _check_entry(file: BinaryIO, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """Unpack one file of the workbook and throw it away: its declared size may be a lie."""
    extent = _Extent()
    unpacked = 0
    try:
        for piece in _unpacked(file, entry):
            unpacked += len(piece)
            if unpacked > entry.file_size:
                raise _bomb(limits)
            extent.add(piece, _ANY_CELL)  # whatever it is called: any file may be named as a sheet
    except (zlib.error, OSError, ValueError) as error:
        raise damaged() from error
    if unpacked < entry.file_size:
        raise damaged()
    if extent.exceeds(limits):
        _check_filled_cells(file, entry, limits)


def _check_filled_cells(file: BinaryIO, entry: zipfile.ZipInfo, limits: Limits) -> None:
    """The same without the empty cells: people format whole columns down to the last row there is."""
    extent = _Extent()
    for piece in _unpacked(file, entry):
        extent.add(piece, _FILLED_CELL)
    if extent.exceeds(limits):
        raise TableRefused(
            _(
                "A sheet of this workbook reaches to column %(columns)s and row %(rows)s; at most %(most)s "
                "cells can be read from a workbook. Delete the empty columns and rows at its end, or save it "
                "as CSV, which may be longer, and upload that file."
            )
            % {"columns": extent.columns, "rows": f"{extent.rows:,}", "most": f"{limits.sheet_cells:,}"},
            "too_many_cells",
        )


def _unpacked(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise ValueError("no local header")
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    packed = (
        file.read(min(_PIECE, entry.compress_size - at)) for at in range(0, entry.compress_size, _PIECE)
    )
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from packed
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise ValueError("unknown compression")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        yield inflate.decompress(piece, _PIECE)
        while inflate.unconsumed_tail:
            yield inflate.decompress(inflate.unconsumed_tail, _PIECE)
    yield inflate.flush()


@dataclass(slots=True)
class _Extent:
    """How far a sheet reaches: its reader holds every cell up to the last used row and column."""

    columns: int = 0
    rows: int = 0
    cells: int = 0
    _rest: bytes = b""

    def add(self, piece: bytes, references: tuple[re.Pattern[bytes], re.Pattern[bytes]]) -> None:
        # Cells may leave out their reference and follow one another; then their number is what counts.
        self.cells += piece.count(b"<c") + piece.count(b":c") // 2
        text = self._rest + piece
        self._rest = text[-_OVERLAP:]
        columns, rows = (set(pattern.findall(text)) for pattern in references)
        self.columns = max(self.columns, *map(_column_number, columns), 0)
        self.rows = max(self.rows, *map(int, rows), 0)

    def exceeds(self, limits: Limits) -> bool:
        return max(self.columns * self.rows, self.cells // 4) > limits.sheet_cells


def _column_number(letters: bytes) -> int:
    """The place of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
