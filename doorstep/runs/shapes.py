"""How the API writes runs; shared by whatever starts one."""

from datetime import datetime
from typing import ClassVar, Self

from doorstep.core.rest.shapes import Output, Record
from doorstep.runs.models import Run, RunRow


class RunOut(Record):
    """A piece of work that goes on by itself. Ask again until `state` is done, cancelled or failed.

    `counts`: rows by outcome. `total` is null as long as it is not known.
    """

    path: ClassVar = "/runs/{id}"

    kind: str
    title: str
    state: str
    total: int | None
    done: int
    counts: dict[str, int]
    error: str
    error_id: str
    file_name: str
    undo_of_id: int | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, row: Run) -> Self:
        """The answer for a row."""
        return cls(id=row.pk, **{name: getattr(row, name) for name in cls.model_fields.keys() - {"id"}})


class RunRowOut(Output):
    """What became of one row of the file, or one record of the selection."""

    id: int
    number: int
    outcome: str
    reason: str
    customer_id: int | None

    @classmethod
    def of(cls, row: RunRow) -> Self:
        """The answer for a row."""
        return cls(
            id=row.pk, number=row.number, outcome=row.outcome, reason=row.reason, customer_id=row.client_id
        )
