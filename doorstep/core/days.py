"""Calendar days that rules speak of."""

from datetime import date

from doorstep.core.db import NEVER

#: Work and money dated before this are slips of the keyboard, not history.
FIRST_DAY = date(1990, 1, 1)


def year_before(day: date) -> date:
    """The same day a year ago, where every window of "the last twelve months" begins, itself left out.

    For 29 February it is 28 February, so the window never grows by a day. NEVER stays NEVER.
    """
    if day.year == NEVER.year:
        return NEVER
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
