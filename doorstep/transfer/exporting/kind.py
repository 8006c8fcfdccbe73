"""Exports as runs: the file is written beside the database's work and kept for a week."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext_lazy

from doorstep.core.tables import Value
from doorstep.identity.actor import Actor
from doorstep.runs.kinds import Cursor, RunKind, StepResult
from doorstep.runs.models import Run
from doorstep.transfer.exporting.files import write_lines
from doorstep.transfer.exporting.plan import ExportPlan
from doorstep.transfer.exporting.reading import export_chunks
from doorstep.transfer.permissions import EXPORT

KIND = "customers.export"
ROWS_PER_STEP = 10_000


class FileRun(RunKind):
    """A run that makes one file. It is written without a transaction; the steps only tell how far it is.

    Subclasses give `pieces()`, which notes rows in `self.written`, and `file_name()`.
    """

    restarts = True
    makes_file = True
    icon = "file-export"

    def __init__(self, run: Run, actor: Actor) -> None:
        super().__init__(run, actor)
        self.written = 0
        self._told = 0
        self._file: IO[bytes] | None = None
        self._pieces: Iterator[bytes] | None = None

    def pieces(self) -> Iterator[bytes]:
        """The content, in the order of the file."""
        raise NotImplementedError

    def file_name(self) -> str:
        """What it is called when downloaded."""
        raise NotImplementedError

    def open(self) -> None:
        """Begin a file beside the data, where there is room for it: the temporary folder may be in memory."""
        folder = Path(settings.DATA_DIR) / "tmp"
        folder.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # closed in close()
        self._pieces = self.pieces()

    def look_ahead(self, cursor: Cursor) -> None:
        """Write on until the next step is worth telling; at the end, put the file into the storage."""
        assert self._file is not None
        if self._pieces is None:
            return
        for piece in self._pieces:
            self._file.write(piece)
            if self.written - self._told >= ROWS_PER_STEP:
                return
        self._pieces = None
        self._file.seek(0)
        self.run.file_name = self.file_name()
        self.run.file.save(self.run.file_name, File(self._file), save=False)

    def step(self, cursor: Cursor) -> StepResult:
        """Tell how far the file is."""
        new, self._told = self.written - self._told, self.written
        return StepResult((), {"rows": self.written}, done=new, finished=self._pieces is None)

    def close(self) -> None:
        """Let the unfinished file go."""
        if self._file is not None:
            self._file.close()


class ExportCustomers(FileRun):
    """The customers of `params` (an ExportPlan's) as a spreadsheet."""

    capability = EXPORT
    noun = gettext_lazy("customers")
    icon = "file-spreadsheet"

    def __init__(self, run: Run, actor: Actor) -> None:
        super().__init__(run, actor)
        self.plan = ExportPlan.of(run.params)

    def prepare(self) -> int:
        """How many there are now."""
        return self.plan.selection.cards(self.actor).count()

    def pieces(self) -> Iterator[bytes]:
        """The file of the plan's format."""
        return write_lines(self.actor, self.plan, self._rows())

    def _rows(self) -> Iterator[list[Value]]:
        for chunk in export_chunks(self.actor, self.plan):
            yield from chunk
            self.written += len(chunk)

    def file_name(self) -> str:
        """Such as customers-harbor-2026-03-01.csv."""
        return self.plan.file_name(self.actor)
