"""Which sign separates the columns of a CSV file: the one that gives the most even table."""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from django.utils.translation import gettext_lazy

DELIMITERS = [
    (",", gettext_lazy("Comma ,")),
    (";", gettext_lazy("Semicolon ;")),
    ("\t", gettext_lazy("Tab")),
    ("|", gettext_lazy("Bar |")),
]

SAMPLE_LINES = 300
_SEP_LINE = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE | re.DOTALL)


def named_delimiter(first_line: str) -> str | None:
    """The sign that Excel's own first line names ("sep=;"); None when the line is no such line."""
    found = _SEP_LINE.fullmatch(first_line)
    return found[1] if found and found[1] not in '"\r\n' else None


def find_delimiter(lines: Iterable[str]) -> str:
    """The sign that splits most of the first lines into the same number of columns, and into many."""
    sample = list(islice(lines, SAMPLE_LINES))
    signs = [sign for sign, _label in DELIMITERS]
    return max(signs, key=lambda sign: _evenness(sample, sign))  # the comma when none fits


def _evenness(sample: list[str], sign: str) -> float:
    """0 when the sign splits nothing, towards 1 the more rows share one number of columns."""
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(sample, delimiter=sign):
            if any(cells):
                widths[len(cells)] += 1
    except csv.Error:
        pass  # a cell too large to read: what came before it is sample enough
    if not widths:
        return 0.0
    columns, rows = widths.most_common(1)[0]
    return rows / widths.total() * (1 - 1 / columns)
