"""Builders of spreadsheet files, sound and broken, for the tests of core.tables."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from doorstep.core.tables import Table, open_table

WORKBOOK_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
        '/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
        '/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
SHEET = "xl/worksheets/sheet1.xml"


def saved(folder: Path, content: bytes, name: str = "customers.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def opened(folder: Path, content: bytes, **chosen: Any) -> Table:
    return open_table(saved(folder, content), filename="customers.csv", **chosen)


def cells_of(table: Table, **how: Any) -> list[list[str]]:
    return [row.cells for row in table.rows(**how)]


def csv_bytes(rows: Iterable[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def workbook_bytes(
    rows: Sequence[Sequence[Any]], *, sheets: Sequence[str] = ("One",), **options: Any
) -> bytes:
    """A workbook by another program than ours; all sheets but the last are empty."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    for name in sheets:
        sheet = workbook.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    workbook.close()
    return target.getvalue()


def workbook_around(sheet_xml: bytes, **parts: bytes) -> bytes:
    """A workbook whose one sheet is this XML; `parts`: more files in the archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in WORKBOOK_PARTS.items():
            archive.writestr(name, text)
        archive.writestr(SHEET, sheet_xml)
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def sheet_xml(cells: str) -> bytes:
    start = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return f"{start}{cells}</sheetData></worksheet>".encode()
