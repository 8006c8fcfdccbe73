"""The rows of a CSV file, one after another, whatever its quotes look like: none is lost, none invented."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from doorstep.core.tables.escaping import may_be_guarded, unguard
from doorstep.core.tables.limits import Limits

Cells = tuple[list[str], str | None]
"""The cells of a row and what is wrong with it, in words."""

_LINES_UNCHECKED = 16
_MOST_LINES = 5_000  # inside the quotes of one row


class CsvRows:
    """Iterates over the rows of an open text file.

    Rows are first read strictly. Where that fails, somebody wrote `"Bob" Smith`, or opened a quote and never
    closed it: the former is read as meant, the latter costs its own line only, not all up to the next quote.
    """

    def __init__(self, lines: Iterable[str], delimiter: str, width: int | None, limits: Limits) -> None:
        """`width`: the table's columns, which tell whether a repaired row came out right; None: not known."""
        self._source = iter(lines)
        self._delimiter = delimiter
        self._width = width
        self._limits = limits
        self._row: list[str] = []  # the lines of the current row, kept so that they can be read again
        self._again: deque[str] = deque()
        self._ended = False
        self._strict = self._reader(strict=True)

    def __iter__(self) -> Iterator[Cells]:
        row, most_chars = self._row, self._limits.cell_chars
        while True:
            row.clear()
            problem = None
            try:
                cells = next(self._strict)
            except StopIteration:
                return
            except csv.Error:
                cells, problem = self._repaired()
            line = row[0] if len(row) == 1 else "".join(row)
            if "'" in line and may_be_guarded(line):
                cells = [unguard(cell) for cell in cells]
            if len(line) > most_chars and problem is None:
                problem = long_cell_problem(cells, most_chars)
            yield cells, problem

    def _reader(self, *, strict: bool) -> Iterator[list[str]]:
        return csv.reader(self._lines(), delimiter=self._delimiter, strict=strict)

    def _lines(self) -> Iterator[str]:
        row, again = self._row, self._again
        while again:
            row.append(again.popleft())
            yield row[-1]
        for line in self._source:
            row.append(line)
            if len(row) % _LINES_UNCHECKED == 0 and self._is_endless():
                raise csv.Error("a quote is never closed")
            yield line
        self._ended = True

    def _is_endless(self) -> bool:
        return len(self._row) > _MOST_LINES or sum(map(len, self._row)) > self._limits.line_chars

    def _repaired(self) -> Cells:
        """The row at which the strict reader gave up."""
        row = self._row
        self._put_back(row)
        self._ended = False
        try:
            cells = next(self._reader(strict=False))
        except (csv.Error, StopIteration):
            cells = None
        if cells is None or self._ended or (len(row) > 1 and len(cells) != self._width):
            first, *others = row or [self._again.popleft()]
            self._put_back(others)
            row[:] = [first]
            cells = None
        self._strict = self._reader(strict=True)
        return (cells, None) if cells is not None else self._first_line_alone(row[0])

    def _put_back(self, lines: list[str]) -> None:
        self._again.extendleft(reversed(lines))
        self._row.clear()

    def _first_line_alone(self, line: str) -> Cells:
        try:
            cells = next(csv.reader([line.rstrip("\r\n")], delimiter=self._delimiter), [])
        except csv.Error:
            most = self._limits.cell_chars
            return [line[:most]], _too_long(most)
        return cells, _("A quotation mark is opened in this row and never closed. Close it or take it out.")


def long_cell_problem(cells: list[str], most_chars: int) -> str | None:
    """What is wrong when a cell holds more than a spreadsheet can; None when none does."""
    if any(len(cell) > most_chars for cell in cells):
        return _too_long(most_chars)
    return None


def _too_long(most_chars: int) -> str:
    return _("A cell of this row holds more than %(most)s characters.") % {"most": f"{most_chars:,}"}
