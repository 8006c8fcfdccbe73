"""Reading the file: rows are read and cleaned while the database still writes those before them."""

import contextvars
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from django.db import connection

from doorstep.core.tables import Row, Table
from doorstep.transfer.intake.cleaning import CleanRow, RowReader


class ReadAhead:
    """The rows of a table behind `start`, cleaned, a chunk at a time.

    On PostgreSQL a thread cleans the next chunk while the server works. SQLite works in this very process and
    would wait for the interpreter at each row, so there it is read when it is asked for.
    """

    def __init__(self, table: Table, reader: RowReader, start: int) -> None:
        self._rows: Iterator[Row] = table.rows(start + 1)
        self._reader = reader
        self._thread = ThreadPoolExecutor(1) if connection.vendor == "postgresql" else None
        self._coming: Future[list[CleanRow]] | None = None

    def take(self, count: int) -> list[CleanRow]:
        """The next `count` rows; fewer at the end of the table. Raises TableRefused when the file broke."""
        if self._thread is None:
            return self._read(count)
        rows = self._coming.result() if self._coming else self._read(count)
        if len(rows) == count:
            # The person's language and clock go along: what is wrong with a row is said in it.
            context = contextvars.copy_context()
            self._coming = self._thread.submit(context.run, self._read, count)
        else:
            self._coming = None
        return rows

    def _read(self, count: int) -> list[CleanRow]:
        return [self._reader.read(row) for row in islice(self._rows, count)]

    def close(self) -> None:
        """Let go of thread and file."""
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)
