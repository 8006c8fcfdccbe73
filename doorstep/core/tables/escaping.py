"""Text that a spreadsheet would run as a formula: made harmless on the way out, restored on the way in."""

import re

# What Excel, LibreOffice and Sheets take for the beginning of a formula, with the full-width signs.
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def guard(text: str) -> str:
    """`text` for a cell of a CSV file: an apostrophe before what would be a formula.

    Text that already looks guarded gets one more, so that `unguard` gives back every text as it was.
    """
    if text[:1] in FORMULA_STARTS or (text[:1] == "'" and _GUARDED.match(text)):
        return f"'{text}"
    return text


def unguard(text: str) -> str:
    """The text behind a guarded cell; any other text as it is."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def may_be_guarded(line: str) -> bool:
    """A quick look at a whole line: False when no cell of it can be guarded."""
    return "'" in line and _GUARDED.search(line) is not None
