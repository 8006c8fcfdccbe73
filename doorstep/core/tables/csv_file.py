"""A CSV file on disk: its encoding, its delimiter and its rows."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from doorstep.core.tables.csv_rows import Cells, CsvRows
from doorstep.core.tables.delimiters import DELIMITERS, SAMPLE_LINES, find_delimiter, named_delimiter
from doorstep.core.tables.encodings import examine
from doorstep.core.tables.limits import Limits, TableRefused


class CsvSource:
    """A text file read as a table. `encoding` and `delimiter`: found, unless somebody chose them."""

    kind = "csv"
    sheet = ""

    def __init__(self, path: Path, encoding: str | None, delimiter: str | None, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._shape = examine(path, encoding, limits)
        self.encoding = self._shape.encoding
        self.sheets: list[str] = []
        with self._file() as file:
            lines = list(islice(file, SAMPLE_LINES))
        named = named_delimiter(lines[0]) if lines else None
        self._skipped_lines = 1 if named else 0
        if delimiter is not None and delimiter not in dict(DELIMITERS):
            raise TableRefused(
                _("Columns cannot be separated by “%(sign)s”.") % {"sign": delimiter}, "unknown_delimiter"
            )
        self.delimiter = delimiter or named or find_delimiter(lines)

    def estimate(self) -> int:
        """Its lines, of which a row may take several."""
        return self._shape.lines - self._skipped_lines

    def rows(self, width: int | None = None) -> Iterator[Cells]:
        """Every row from the first, blank ones included; `width`: the columns of the table, when known."""
        with self._file() as file:
            for _line in islice(file, self._skipped_lines):
                pass
            yield from CsvRows(file, self.delimiter, width, self._limits)

    def _file(self) -> TextIO:
        return self._path.open(encoding=self._shape.encoding, errors=self._shape.errors, newline="")
