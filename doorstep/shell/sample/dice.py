"""Chance, repeatable: everything that is drawn is drawn from here."""

from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Dice:
    """Draws that are the same for the same seed, on every machine."""

    def __init__(self, seed: int | str) -> None:
        # Not the security kind: these numbers make sample names.
        self.random: Callable[[], float] = Random(seed).random  # noqa: S311  # the same for the same seed

    def chance(self, probability: float) -> bool:
        """True in `probability` of the cases."""
        return self.random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def one(self, things: Sequence[T]) -> T:
        """One of them, each as likely as the next."""
        return things[int(self.random() * len(things))]

    def some(self, things: Sequence[T], probability: float) -> list[T]:
        """Those of them that `probability` picks."""
        return [thing for thing in things if self.random() < probability]


class Weighted(Generic[T]):
    """A table to draw from, some entries more often than others."""

    def __init__(self, weights: Iterable[tuple[T, float]]) -> None:
        pairs = list(weights)
        self.things = [thing for thing, _weight in pairs]
        self._sums = list(accumulate(weight for _thing, weight in pairs))

    def draw(self, dice: Dice) -> T:
        """One entry."""
        return self.things[bisect(self._sums, dice.random() * self._sums[-1])]


def by_rank(things: Sequence[T], flatness: float = 8.0) -> Weighted[T]:
    """Things in the order of how common they are: frequency falls with rank, as names' does."""
    return Weighted((thing, 1 / (rank + flatness)) for rank, thing in enumerate(things))
