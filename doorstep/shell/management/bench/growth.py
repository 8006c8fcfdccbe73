"""How much a bigger company pays: the same pages at 10,000 customers and here."""

from collections.abc import Sequence
from statistics import median

from doorstep.shell.management.bench.results import Board, Result

SMALL = 10_000
AT_MOST = 1.5
GOAL = f"≤ {AT_MOST:g} × what it costs with {SMALL:,} customers"


def measure_growth(small: Sequence[Result], board: Board) -> None:
    """Compare this run's pages and searches with those of the small company, both in floors of their run."""
    before = {one.operation: one.ratio for one in small if one.ratio}
    for name, beginning in (("customers page", "customers: "), ("search as you type", "search, ")):
        grown = [
            one.ratio / before[one.operation]
            for one in board.results
            if one.operation.startswith(beginning) and one.ratio and one.operation in before
        ]
        if grown:
            value = median(grown)
            board.add(f"growth: {name}, typical", value, "×", goal=GOAL, met=value <= AT_MOST)
            board.add(f"growth: {name}, worst", max(grown), "×", goal=GOAL, met=max(grown) <= AT_MOST)
