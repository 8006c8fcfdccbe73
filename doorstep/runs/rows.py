"""Writing what became of each row, and the parts of a selection."""

from collections.abc import Iterable, Sequence
from itertools import islice

from doorstep.core.bulk import insert_rows
from doorstep.runs.kinds import RowResult
from doorstep.runs.models import Run, RunChunk, RunRow

_COLUMNS = (
    "workspace_id",
    "run_id",
    "number",
    "outcome",
    "client_id",
    "reason",
    "version",
    "data",
    "before",
)
LONGEST_REASON = 300


def write_rows(run: Run, results: Sequence[RowResult]) -> None:
    """Keep what became of these rows. One statement."""
    start = (run.workspace_id, run.pk)
    insert_rows(
        RunRow,
        _COLUMNS,
        [
            (*start, number, outcome, client_id, reason[:LONGEST_REASON], version, data, before)
            for number, outcome, client_id, reason, version, data, before in results
        ],
    )


def write_selection(run: Run, ids: Iterable[int], *, size: int) -> int:
    """Keep the records that the run goes through, `size` to a chunk numbered from 0; how many they are.

    Call in `prepare`; `read_selection` gives them back. Memory holds one chunk at a time.
    """
    total = 0
    coming = iter(ids)
    chunks: list[RunChunk] = []
    while part := list(islice(coming, size)):
        chunks.append(RunChunk(workspace_id=run.workspace_id, run=run, number=total // size, ids=part))
        total += len(part)
        if len(chunks) == 100:
            RunChunk.objects.bulk_create(chunks)
            chunks.clear()
    RunChunk.objects.bulk_create(chunks)
    return total


def read_selection(run: Run, number: int) -> list[int]:
    """The ids of one chunk; [] behind the last."""
    return RunChunk.objects.filter(run=run, number=number).values_list("ids", flat=True).first() or []


def drop_selection(run: Run) -> None:
    """Forget the selection: the rows say what became of it."""
    RunChunk.objects.filter(run=run).delete()
