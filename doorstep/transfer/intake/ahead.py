"""Reading the file: rows are read and cleaned while the database still writes those before them."""

import contextvars
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from django.db import connection

from doorstep.core.tables import Row, Table
from doorstep.transfer.intake.cleaning import CleanRow, RowReader
from doorstep.transfer.intake.derived import search_text
from doorstep.transfer.intake.matching import keys_of
from doorstep.transfer.intake.people import who_is


class ReadAhead:
    """The rows of a table behind `start`, cleaned, a chunk at a time.

    On PostgreSQL a thread cleans the next chunk while the server works, from when it is told to `go_on`:
    earlier it would only be in the way of deciding on this one. SQLite works in this very process and would
    wait for the interpreter at each row, so there it is read when it is asked for.
    """

    def __init__(self, table: Table, reader: RowReader, start: int) -> None:
        self._rows: Iterator[Row] = table.rows(start + 1)
        self._reader = reader
        self._thread = ThreadPoolExecutor(1) if connection.vendor == "postgresql" else None
        self._coming: Future[list[CleanRow]] | None = None
        self._next = 0

    def take(self, count: int) -> list[CleanRow]:
        """The next `count` rows; fewer at the end of the table. Raises TableRefused when the file broke."""
        coming, self._coming = self._coming, None
        rows = coming.result() if coming else self._read(count)
        self._next = count if len(rows) == count else 0
        return rows

    def go_on(self) -> None:
        """Begin with as many rows again: from now on there is time for them."""
        if self._thread is not None and self._next:
            # The person's language and clock go along: what is wrong with a row is said in it.
            context = contextvars.copy_context()
            self._coming = self._thread.submit(context.run, self._read, self._next)

    def _read(self, count: int) -> list[CleanRow]:
        return [_prepared(self._reader.read(row)) for row in islice(self._rows, count)]

    def close(self) -> None:
        """Let go of thread and file."""
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)


def _prepared(row: CleanRow) -> CleanRow:
    """The row with what will be asked of it, so that it is made here and not while a transaction is open."""
    if not row.problem:
        keys_of(row)
        who_is(row)
        search_text(row)
    return row
