"""Where a table's header stands and what its columns are called."""

import re
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from doorstep.core.tables.limits import Limits, TableRefused
from doorstep.core.text import clean_cell, digits, fold

SAMPLE_ROWS = 60
_ROWS_ABOVE_HEADER = 20
_DIGITS_OF_A_VALUE = 5  # a ZIP code, a phone number, a date: a header's "Phone 2" has fewer
_LONGEST_NAME = 100
_EMAIL = re.compile(r"\S@\S+\.\S")


def is_blank(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing that can be seen."""
    if cells and cells[0].isalnum():
        return False  # nearly always the answer, and quick
    return not any(cell and clean_cell(cell) for cell in cells)


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The number (1-based) of the first row that names columns; 0 when the table begins with records.

    Titles above the header ("Customer list, 3 May") fill far fewer cells than the table is wide.
    """
    filled = [sum(1 for cell in row if clean_cell(cell)) for row in rows]
    widths = Counter(width for width in filled if width)
    if not widths:
        return 0
    usual = max(widths, key=lambda width: (widths[width], width))
    for number, width in enumerate(filled[:_ROWS_ABOVE_HEADER], 1):
        if width * 2 >= usual and width >= min(usual, 2):
            return 0 if _holds_values(rows[number - 1]) else number
    return next(number for number, width in enumerate(filled, 1) if width)


def _holds_values(row: Sequence[str]) -> bool:
    """Whether a row has what no header has: an e-mail address, a phone number, a ZIP code or a date."""
    return any(_EMAIL.search(cell) or _is_mostly_digits(cell) for cell in row)


def _is_mostly_digits(cell: str) -> bool:
    found = len(digits(cell))
    return found >= _DIGITS_OF_A_VALUE and found * 2 >= len(clean_cell(cell))


def table_width(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The columns of the table: the header's, or more when most rows have more with something in them."""
    widths = Counter(_filled_width(row) for row in rows)
    usual = widths.most_common(1)[0][0] if widths else 0
    return max(len(header), usual)


def _filled_width(row: Sequence[str]) -> int:
    return next((len(row) - after for after, cell in enumerate(reversed(row)) if clean_cell(cell)), 0)


def name_columns(header: Sequence[str], width: int) -> list[str]:
    """One name per column, each once: "Column 3" where there is none, "Phone (2)" for the second "Phone"."""
    names: list[str] = []
    taken: set[str] = set()
    for number in range(1, width + 1):
        typed = " ".join(clean_cell(header[number - 1]).split()) if number <= len(header) else ""
        name = unique = typed[:_LONGEST_NAME] or _("Column %(number)s") % {"number": number}
        copy = 1
        while fold(unique) in taken:
            copy += 1
            unique = f"{name} ({copy})"
        taken.add(fold(unique))
        names.append(unique)
    return names


def check_width(width: int, limits: Limits) -> None:
    """TableRefused when a table has more columns than anyone can map."""
    if width > limits.columns:
        raise TableRefused(
            _(
                "This table has %(width)s columns; at most %(most)s can be read. Delete the columns that you "
                "do not want to import and upload the file again."
            )
            % {"width": f"{width:,}", "most": limits.columns},
            "too_many_columns",
        )
