"""The days that the stories turn on, and days as the database writes them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from doorstep.core.days import year_before


@dataclass(frozen=True, slots=True)
class Calendar:
    """Ordinals of `today` and of the edges of the last twelve and twenty-four months."""

    today: int
    year_ago: int
    two_years_ago: int
    month_begins: int

    @classmethod
    def of(cls, today: date) -> "Calendar":
        """The calendar as it is on that day."""
        year_ago = year_before(today)
        return cls(
            today=today.toordinal(),
            year_ago=year_ago.toordinal(),
            two_years_ago=year_before(year_ago).toordinal(),
            month_begins=today.replace(day=1).toordinal(),
        )


@lru_cache(maxsize=8192)
def iso(day: int) -> str:
    """An ordinal as a database reads it: "2026-05-17"."""
    return date.fromordinal(day).isoformat()
