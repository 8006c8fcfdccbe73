"""The word lists in the folder `lists`, one entry a line."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lists"


@cache
def words(name: str) -> tuple[str, ...]:
    """The entries of one list, in the order of the file."""
    return tuple((_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines())
