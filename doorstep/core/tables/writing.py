"""Write tables for downloading, a piece at a time: nothing is held that has been sent."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice

from doorstep.core.tables.escaping import FORMULA_STARTS, guard

Value = str | int | float | Decimal | bool | date | datetime | time | None
"""A cell: money as Decimal, moments in the reader's own time zone."""

ROWS_AT_ONCE = 500
_LOOKED_AT = FORMULA_STARTS | {"'"}


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[Value]], *, bom: bool = True, delimiter: str = ","
) -> Iterator[bytes]:
    """The pieces of a CSV file in UTF-8; `bom`: the mark without which Excel misreads accents.

    Text that a spreadsheet would run as a formula gets an apostrophe, which `open_table` takes off again.
    """
    buffer = io.StringIO()
    write = csv.writer(buffer, delimiter=delimiter).writerows
    write([_safe(header)])
    rest = iter(rows)
    yield (b"\xef\xbb\xbf" if bom else b"") + _taken(buffer)
    while batch := list(islice(rest, ROWS_AT_ONCE)):
        write(map(_safe, batch))
        yield _taken(buffer)


def value_text(value: Value) -> str:
    """A value as text: dates as ISO, Decimal without exponent, True as "yes", None as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(
            sep=" ", timespec="seconds" if value.second else "minutes"
        )
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _safe(row: Sequence[Value]) -> list[str]:
    return [
        (value if value[:1] not in _LOOKED_AT else guard(value))
        if isinstance(value, str)
        else value_text(value)
        for value in row
    ]


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode("utf-8", errors="replace")
    buffer.seek(0)
    buffer.truncate()
    return piece
