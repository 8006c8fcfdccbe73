"""What a source of figures is.

An app that knows something about clients that lists show (a balance, a last visit) offers one function of
this form and is named in config/figures.py. `clients.cards` asks all of them; it knows none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

#: client id -> {card column: value}; a client that is absent keeps the columns' defaults.
#: The key "facets" holds a list of facets that is joined with the other sources'.
Figures = dict[int, dict[str, Any]]


class FigureSource(Protocol):
    """Figures of many clients in a fixed number of statements, however many they are.

    `client_ids`: at most 5,000, all of `workspace` (an identity.Workspace). `today`: the workspace's day.
    """

    def __call__(self, client_ids: Sequence[int], *, workspace: Any, today: date) -> Figures:
        """Return the figures of those clients that have any."""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source in the table: where its function is, and which card columns and kinds of facets are its own.

    What belongs to the other sources is left as it stands when only this one is asked again.
    """

    path: str
    columns: tuple[str, ...]
    facet_kinds: tuple[int, ...] = ()
