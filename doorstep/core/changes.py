"""What an action on many records did to each of them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One record's outcome.

    `before`: the values overwritten, JSON-ready, enough to take the change back (None: there was nothing to
    change). `refusal`: why it was left alone, in words ("" when it was not).
    """

    client_id: int
    before: dict[str, Any] | None = None
    refusal: str = ""
