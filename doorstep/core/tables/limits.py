"""How large a spreadsheet may be, and the refusal that says what is wrong with one and how to mend it."""

from dataclasses import dataclass

from django.utils.functional import Promise

from doorstep.core.errors import RuleBroken

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read without endangering the machine.

    A workbook is unpacked and held in memory by its reader (about 30 bytes a cell and the texts), a CSV file
    is not: so a workbook's cells are bounded, a CSV file's rows are not.
    """

    file_bytes: int = 100 * MEBIBYTE
    columns: int = 500
    cell_chars: int = 32_767  # as in Excel
    line_chars: int = 1_000_000  # one line of a CSV file, and one row with the lines inside its quotes
    sheet_cells: int = 6_000_000  # rows × columns up to the last used cell
    unpacked_bytes: int = 400 * MEBIBYTE
    packed_ratio: int = 200  # unpacked : packed; ordinary workbooks are at 5 to 30
    zip_entries: int = 2_000


LIMITS = Limits()


class TableRefused(RuleBroken):
    """The file cannot be read as a table. `message`: what, why and how to mend it; `code`: for machines."""

    def __init__(self, message: str | Promise, code: str) -> None:
        super().__init__(message, details={"code": code})
        self.code = code


def in_megabytes(size: int) -> str:
    """Bytes for people, in MB rounded up: 104857600 -> "100"."""
    return str(max(1, -(-size // MEBIBYTE)))
