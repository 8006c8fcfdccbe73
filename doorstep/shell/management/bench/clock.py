"""Measuring: how long, how much of it in the database, in how many statements."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median_low, quantiles
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


@dataclass(slots=True)
class DatabaseTime:
    """What the statements of a stretch of code took."""

    seconds: float = 0.0
    statements: int = 0


@contextmanager
def database_time() -> Iterator[DatabaseTime]:
    """Count statements and the time in them, fetching included: SQLite does its work while rows are read."""
    total = DatabaseTime()

    class TimedCursor(CursorWrapper):
        def execute(self, *args: Any, **kwargs: Any) -> Any:
            total.statements += 1
            return _timed(total, super().execute, *args, **kwargs)

        def executemany(self, *args: Any, **kwargs: Any) -> Any:
            total.statements += 1
            return _timed(total, super().executemany, *args, **kwargs)

        def fetchone(self) -> Any:
            return _timed(total, self.cursor.fetchone)

        def fetchmany(self, *args: Any) -> Any:
            return _timed(total, self.cursor.fetchmany, *args)

        def fetchall(self) -> Any:
            return _timed(total, self.cursor.fetchall)

    connection.make_cursor = lambda cursor: TimedCursor(cursor, connection)  # type: ignore[method-assign]  # as Django's own debug cursor is set
    try:
        yield total
    finally:
        del connection.make_cursor


def _timed(total: DatabaseTime, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    began = time.perf_counter()
    try:
        return call(*args, **kwargs)
    finally:
        total.seconds += time.perf_counter() - began


@dataclass(slots=True)
class Timings:
    """Several turns of one thing, in milliseconds."""

    wall: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)

    @property
    def statements(self) -> int:
        """What the turn with the most of them took."""
        return max(self.counted, default=0)

    @property
    def typical_statements(self) -> int:
        """What most turns take."""
        return median_low(self.counted)

    @property
    def typical(self) -> float:
        """What a turn takes when nothing else is in its way: the lower quartile of the wall times."""
        return _lower_quartile(self.wall)

    @property
    def typical_database(self) -> float:
        """The same of the times in the database."""
        return _lower_quartile(self.database)

    @property
    def slow_database(self) -> float:
        """The 95th percentile of the times in the database."""
        return quantiles(self.database, n=20)[-1] if len(self.database) > 1 else self.database[0]

    def turn(self, call: Callable[[], object]) -> None:
        """Do it once more."""
        with database_time() as spent:
            began = time.perf_counter()
            call()
            self.wall.append((time.perf_counter() - began) * 1000)
        self.database.append(spent.seconds * 1000)
        self.counted.append(spent.statements)


def _lower_quartile(times: list[float]) -> float:
    return sorted(times)[(len(times) - 1) // 4]


def seconds_of(call: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
