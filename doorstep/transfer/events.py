"""What can happen to data that comes in or goes out."""

from dataclasses import dataclass
from typing import ClassVar

from doorstep.core.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomersExported(Event):
    """Somebody took customers out. `filter`: which, in words; `selected`: how many were ticked, else None."""

    kind: ClassVar[str] = "customers.exported"
    format: str
    filter: str
    selected: int | None
