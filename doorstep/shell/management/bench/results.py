"""What came out: one line an operation, a table for people, JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection


@dataclass(frozen=True, slots=True)
class Result:
    """One operation. `raw`: the limit measured in the same run, in the same unit; `ratio`: value to raw.

    `database_ms`, `statements`: of one turn, where they are part of the goal.
    """

    operation: str
    backend: str
    customers: int
    value: float
    unit: str
    raw: float | None
    ratio: float | None
    goal: str
    met: bool
    database_ms: float | None = None
    statements: int | None = None


@dataclass(slots=True)
class Board:
    """Collects the results of one run and says each as it comes."""

    customers: int
    results: list[Result]

    def add(
        self,
        operation: str,
        value: float,
        unit: str,
        *,
        goal: str,
        met: bool,
        raw: float | None = None,
        database_ms: float | None = None,
        statements: int | None = None,
    ) -> None:
        """Take one result in."""
        result = Result(
            operation=operation,
            backend=connection.vendor,
            customers=self.customers,
            value=round(value, 2),
            unit=unit,
            raw=None if raw is None else round(raw, 2),
            ratio=round(value / raw, 3) if raw else None,
            goal=goal,
            met=met,
            database_ms=None if database_ms is None else round(database_ms, 2),
            statements=statements,
        )
        self.results.append(result)


def table_of(results: Sequence[Result]) -> Iterable[str]:
    """The results as lines of text."""
    width = max(len(one.operation) for one in results)
    heads = f"{'value':>14}  {'limit':>10}  {'ratio':>6}  {'database':>9}  {'stmts':>5}  goal"
    yield f"{'operation':{width}}  {heads}"
    for one in results:
        raw = "" if one.raw is None else f"{one.raw:,.1f}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        database = "" if one.database_ms is None else f"{one.database_ms:.1f} ms"
        yield (
            f"{one.operation:{width}}  {f'{one.value:,.1f} {one.unit}':>14}  {raw:>10}  {ratio:>6}"
            f"  {database:>9}  {one.statements or '':>5}  {'✓' if one.met else '✗'} {one.goal}"
        )


def results_folder() -> Path:
    """Beside the scripts in a checkout; in the data folder of an installed package."""
    checkout = settings.BASE_DIR.parent
    folder = checkout / "benchmarks" if (checkout / "manage.py").exists() else settings.DATA_DIR / "bench"
    (folder / "results").mkdir(parents=True, exist_ok=True)
    return folder / "results"


def write(results: Sequence[Result], path: Path) -> None:
    """Write them as a list of objects."""
    path.write_text(json.dumps([asdict(one) for one in results], indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> list[Result]:
    """The results in a file that `write` wrote."""
    return [Result(**one) for one in json.loads(path.read_text(encoding="utf-8"))]
