"""Write an Excel workbook as a stream: the first bytes leave at once and the memory stays flat.

A sheet is plain XML in a ZIP archive. Texts stand in the cells themselves (inline strings): a shared table of
strings would have to be held until the end. Text is never a formula here, so it needs no guarding.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from xml.sax.saxutils import quoteattr

from doorstep.core.tables.workbook_cells import HEADER_STYLE, column_letters, row_xml
from doorstep.core.tables.writing import ROWS_AT_ONCE, Value

MOST_ROWS = 1_048_576  # of a sheet in Excel; more go to the next sheet
_MOST_SHEET_BYTES = 1_500_000_000  # a larger part of the archive would need the 64-bit format
_COMPRESSION = 3  # nearly as small as the default, and a quarter faster

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# The sheets are the default of all XML in the archive: how many there will be is not known at its beginning.
_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_ROOT = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
# The styles in the order of workbook_cells: plain, header, money, day, moment.
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def write_xlsx(
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    sheet: str = "Sheet1",
    most_rows: int = MOST_ROWS,
) -> Iterator[bytes]:
    """The pieces of an Excel workbook: bold header that stays in view, numbers, dates and money as such.

    `most_rows`: of one sheet with its header; the rows beyond go to "Sheet1 2" and so on.
    """
    sink = _Sink()
    left = iter(rows)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr("xl/styles.xml", _STYLES)
        sheets = 0
        following: Sequence[Value] | None = ()
        while following is not None:
            sheets += 1
            with archive.open(f"xl/worksheets/sheet{sheets}.xml", "w") as part:
                for piece in _sheet(header, left, most_rows):
                    part.write(piece)
                    if sent := sink.take():
                        yield sent
            following = next(left, None)
            left = left if following is None else chain((following,), left)
        archive.writestr("xl/workbook.xml", _workbook(sheet, sheets))
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(sheets))
    yield sink.take()


def _sheet(header: Sequence[str], rows: Iterator[Sequence[Value]], most_rows: int) -> Iterator[bytes]:
    """One sheet's XML, until the rows or the room of a sheet end."""
    letters = column_letters(len(header))
    piece = (_sheet_start(header) + row_xml(1, letters, header, HEADER_STYLE)).encode()
    written, number = len(piece), 1
    yield piece
    while number < most_rows and written < _MOST_SHEET_BYTES:
        batch = list(islice(rows, min(ROWS_AT_ONCE, most_rows - number)))
        if not batch:
            break
        piece = "".join([row_xml(number + at, letters, row) for at, row in enumerate(batch, 1)]).encode()
        number += len(batch)
        written += len(piece)
        yield piece
    yield b"</sheetData></worksheet>"


def _sheet_start(header: Sequence[str]) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{min(max(len(name) + 4, 12), 40)}" customWidth="1"/>'
        for at, name in enumerate(header, 1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>"
    )


def _workbook(name: str, sheets: int) -> str:
    name = _NOT_IN_SHEET_NAME.sub(" ", name).strip(" '")[:24] or "Sheet1"  # 31 characters with a number
    entries = "".join(
        f'<sheet name={quoteattr(name if at == 1 else f"{name} {at}")} sheetId="{at}" r:id="rId{at}"/>'
        for at in range(1, sheets + 1)
    )
    return f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets></workbook>'


def _relations(sheets: int) -> str:
    entries = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, sheets + 1)
    )
    return (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{entries}'
        f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )


class _Sink(io.RawIOBase):
    """Takes what the archive writes until it is sent on."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """Always, so that the archive accepts it."""
        return True

    def write(self, piece: object, /) -> int:
        """Keep a copy of `piece` until `take`."""
        kept = bytes(piece)  # type: ignore[call-overload]  # bytes or a view of them
        self._pieces.append(kept)
        return len(kept)

    def take(self) -> bytes:
        """Everything written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
