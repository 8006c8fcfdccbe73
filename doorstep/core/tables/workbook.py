"""The rows of an Excel workbook (.xlsx, .xlsm), by calamine."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from doorstep.core.tables.csv_rows import Cells, long_cell_problem
from doorstep.core.tables.limits import Limits, TableRefused
from doorstep.core.tables.workbook_text import cells_as_text
from doorstep.core.tables.zip_guard import check_workbook, damaged


class WorkbookSource:
    """One sheet of a workbook: the chosen one, or else the first visible one with something in it."""

    kind = "xlsx"
    encoding = ""
    delimiter = ""

    def __init__(self, path: Path, chosen: str | None, limits: Limits) -> None:
        check_workbook(path, limits)
        self._limits = limits
        try:
            self.sheets, self._sheet = _open(path, chosen)
        except PasswordError as error:
            raise TableRefused(
                _("This workbook is protected by a password. Save it without one and upload it again."),
                "encrypted",
            ) from error
        except (CalamineError, OSError, ValueError) as error:
            raise damaged() from error
        except BaseException as error:
            # A fault inside the reader, which is written in Rust, arrives as an exception of its own kind.
            if type(error).__name__ != "PanicException":
                raise
            raise damaged() from error
        self.sheet = self._sheet.name

    def estimate(self) -> int:
        """Its rows up to the last used one."""
        return self._sheet.end[0] + 1 if self._sheet.end is not None else 0

    def width(self) -> int:
        """Its columns from the first used to the last used one."""
        return self._sheet.width

    def rows(self, width: int | None = None) -> Iterator[Cells]:
        """Every row from the first, blank ones included, so that counting gives Excel's row numbers."""
        most = self._limits.cell_chars
        for values in self._sheet.iter_rows():
            cells = cells_as_text(values)
            yield cells, long_cell_problem(cells, most)


def _open(path: Path, chosen: str | None) -> tuple[list[str], CalamineSheet]:
    # An open file, not its path: the reader would trust the ending of the name.
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
        names = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        if chosen is not None and chosen not in names:
            raise TableRefused(
                _("This workbook has no sheet “%(name)s”. It has: %(sheets)s.")
                % {"name": chosen, "sheets": ", ".join(names)},
                "no_such_sheet",
            )
        for name in [chosen] if chosen is not None else names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.start is not None:
                return names, sheet
    raise TableRefused(_("This workbook is empty: no sheet of it has anything in it."), "empty")
