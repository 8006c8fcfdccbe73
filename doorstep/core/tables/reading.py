"""Open a spreadsheet, whatever it is and whatever is wrong with it, and read its rows one by one."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from doorstep.core.tables.csv_file import CsvSource
from doorstep.core.tables.header import (
    SAMPLE_ROWS,
    check_width,
    find_header,
    is_blank,
    name_columns,
    table_width,
)
from doorstep.core.tables.limits import LIMITS, Limits, TableRefused, in_megabytes
from doorstep.core.tables.signatures import HEAD_BYTES, tell_kind
from doorstep.core.tables.workbook import WorkbookSource
from doorstep.core.text import clean_cell


class Row(NamedTuple):
    """One record. `number`: the row as a spreadsheet numbers it; `cells`: one per column of the header.

    `problem`: in words, why the row must not be taken as it stands; None when it is sound.
    """

    number: int
    cells: list[str]
    problem: str | None


class Table:
    """A spreadsheet that can be read. Rows are read from disk at each call, so a table may be read again."""

    def __init__(self, source: CsvSource | WorkbookSource, header_row: int | None, limits: Limits) -> None:
        self._source = source
        self.kind = source.kind
        self.encoding = source.encoding
        self.delimiter = source.delimiter
        self.sheet = source.sheet
        self.sheets = source.sheets
        sample = [cells for cells, _problem in islice(source.rows(), SAMPLE_ROWS)]
        for cells in sample:
            check_width(len(cells), limits)
        self.header_row = find_header(sample) if header_row is None else header_row
        if self.header_row > len(sample):
            raise TableRefused(
                _("This table has no row %(row)s that could name its columns.") % {"row": self.header_row},
                "no_such_row",
            )
        names = sample[self.header_row - 1] if self.header_row else []
        self.header = name_columns(names, table_width(names, sample[self.header_row :]))

    def rows(self, start: int = 0, *, clean: bool = True) -> Iterator[Row]:
        """The records in order, from row number `start` on; blank rows are left out but have their number.

        `clean`: cells as a person sees them (core.text.clean_cell); otherwise letter by letter.
        The same file always gives the same numbers. Earlier rows are read and thrown away (100,000 in 0.2 s).
        """
        width = len(self.header)
        first = max(start, self.header_row + 1)
        for number, (cells, problem) in enumerate(self._source.rows(width), 1):
            if number < first or (is_blank(cells) and problem is None):
                continue
            if len(cells) == width:
                yield Row(number, [clean_cell(cell) for cell in cells] if clean else cells, problem)
            else:
                yield _fitted(number, cells, width, problem, clean)

    def sample(self, n: int = 20) -> list[Row]:
        """The first `n` records."""
        return list(islice(self.rows(), n))

    def estimate_rows(self) -> int:
        """At most how many records there are; costs nothing."""
        return max(0, self._source.estimate() - self.header_row)

    def count_rows(self) -> int:
        """How many records there are; reads them all."""
        return sum(1 for _row in self.rows(clean=False))


def open_table(
    path: Path | str,
    *,
    filename: str,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    limits: Limits = LIMITS,
) -> Table:
    """The table in the file at `path`. Its content decides what it is; `filename` is only what it is called.

    `encoding` (of ENCODINGS), `delimiter` (of DELIMITERS), `sheet`: chosen by a person, None to find them.
    `header_row`: the number of the row with the names, 0 when there is none, None to find it.
    Raises TableRefused, which says what is wrong and how to mend it.
    """
    path = Path(path)
    _check_size(path, filename, limits)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    source: CsvSource | WorkbookSource
    if tell_kind(head) == "xlsx":
        source = WorkbookSource(path, sheet, limits)
    else:
        source = CsvSource(path, encoding, delimiter, limits)
    table = Table(source, header_row, limits)
    if next(table.rows(clean=False), None) is None:
        _refuse_without_rows(filename, has_header=bool(table.header_row))
    return table


def _fitted(number: int, cells: list[str], width: int, problem: str | None, clean: bool) -> Row:
    """A row brought to the table's width: missing cells are empty, extra ones must be."""
    if problem is None and not is_blank(cells[width:]):
        problem = _(
            "This row has %(cells)s cells, but the table has %(columns)s columns. Perhaps a cell with a "
            "separator in it lacks its quotation marks."
        ) % {"cells": len(cells), "columns": width}
    fitted = (cells + [""] * (width - len(cells)))[:width]
    return Row(number, [clean_cell(cell) for cell in fitted] if clean else fitted, problem)


def _check_size(path: Path, filename: str, limits: Limits) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise TableRefused(
            _("“%(name)s” is not there any more. Upload it again.") % {"name": filename}, "missing"
        ) from error
    if size == 0:
        raise TableRefused(
            _("“%(name)s” is empty: it has 0 bytes. Export it again and upload that file.")
            % {"name": filename},
            "empty",
        )
    if size > limits.file_bytes:
        raise TableRefused(
            _(
                "“%(name)s” has %(size)s MB; at most %(most)s MB can be read at once. Split it into several "
                "files with the same header, or leave out columns you do not need."
            )
            % {"name": filename, "size": in_megabytes(size), "most": in_megabytes(limits.file_bytes)},
            "too_large",
        )


def _refuse_without_rows(filename: str, *, has_header: bool) -> None:
    if has_header:
        raise TableRefused(
            _(
                "“%(name)s” has a header but no rows below it. Export it again with its records and upload "
                "that file."
            )
            % {"name": filename},
            "header_only",
        )
    raise TableRefused(
        _("“%(name)s” is empty: there is nothing in it but blank rows. Export it again and upload that file.")
        % {"name": filename},
        "empty",
    )
