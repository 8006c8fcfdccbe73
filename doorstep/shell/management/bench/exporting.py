"""Taking the whole list out as CSV and as a workbook, beside a plain COPY of the same columns into a file."""

import csv
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection
from django.urls import reverse

from doorstep.identity.models import Membership
from doorstep.shell.management.bench.children import run_alone
from doorstep.shell.management.bench.clock import seconds_of
from doorstep.shell.management.bench.results import Board
from doorstep.shell.management.bench.visitor import Visitor

PART_OF_RAW, XLSX_ROWS_PER_SECOND, FIRST_BYTE_SECONDS, MEGABYTES = 1 / 3, 10_000, 1.0, 60

# The columns of the list as it is first shown.
_PLAINLY = """
    SELECT c.id, c.name,
      (SELECT p.e164 FROM clients_clientphone p WHERE p.client_id = c.id AND p.contact_id IS NULL
       ORDER BY p.position LIMIT 1),
      (SELECT {joined}(t.name, ', ') FROM clients_clienttag ct JOIN vocabulary_tag t ON t.id = ct.tag_id
       WHERE ct.client_id = c.id),
      k.jobs_count, k.recent_revenue_cents, k.lifetime_revenue_cents, k.last_visit_on
    FROM clients_clientcard k JOIN clients_client c ON c.id = k.client_id
    WHERE k.workspace_id = %s AND NOT k.archived ORDER BY k.sort_name, k.client_id
"""


def measure_export(visitor: Visitor, member: Membership, board: Board) -> None:
    """Measure both formats, the first byte, and the memory of a process that does nothing else."""
    with TemporaryDirectory() as folder:
        seconds, first = _download(visitor, Path(folder, "page.csv"))
        raw = board.customers / seconds_of(lambda: _write_plainly(member, Path(folder, "plain.csv")))
        rate = board.customers / seconds
        goal = "≥ 1/3 of COPY through csv"
        board.add("export CSV", rate, "rows/s", raw=raw, goal=goal, met=rate >= PART_OF_RAW * raw)
        goal = f"< {FIRST_BYTE_SECONDS:g} s"
        board.add("export CSV: first byte", first, "s", goal=goal, met=first < FIRST_BYTE_SECONDS)
        began = time.perf_counter()
        where = ("--workspace", member.workspace.slug, "-o", str(Path(folder, "list.xlsx")))
        workbook = run_alone("export", "customers", "--format", "xlsx", *where)
        rate = board.customers / (time.perf_counter() - began)
        goal = f"≥ {XLSX_ROWS_PER_SECOND:,} rows/s"
        board.add("export XLSX", rate, "rows/s", goal=goal, met=rate >= XLSX_ROWS_PER_SECOND)
        grown = workbook.peak_megabytes - run_alone("check").peak_megabytes
        goal = f"flat: ≤ {MEGABYTES} MB above idle"
        board.add("export XLSX: memory", grown, "MB", goal=goal, met=grown <= MEGABYTES)


def _download(visitor: Visitor, target: Path) -> tuple[float, float]:
    """Seconds until the file is there, and until its first byte."""
    began = time.perf_counter()
    response: Any = visitor.client.get(f"{reverse('transfer:export')}?format=csv")
    pieces = iter(response)
    first = next(pieces)
    until_first = time.perf_counter() - began
    with target.open("wb") as file:
        file.write(first)
        file.writelines(pieces)
    return time.perf_counter() - began, until_first


def _write_plainly(member: Membership, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_plain_rows(member))


def _plain_rows(member: Membership) -> Iterator[tuple[Any, ...]]:
    params = [member.workspace_id]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            select = _PLAINLY.format(joined="string_agg")
            with cursor.copy(f"COPY ({select}) TO STDOUT", params) as copy:
                yield from copy.rows()
            return
        cursor.execute(_PLAINLY.format(joined="group_concat"), params)
        while rows := cursor.fetchmany(2000):
            yield from rows
