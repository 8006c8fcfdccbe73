"""How often a customer usually comes back, and from when it is well overdue.

The rule, in words. A visit is a day with at least one completed job. A customer with at least three visits
has a usual interval: the median of the days between one visit and the next. It is due back when, since its
last visit, one and a half times that interval has gone by, and at least fourteen days more than the interval;
half days count as whole ones. A customer with a job still scheduled, whatever its day, is not due back:
somebody has it in hand already.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from statistics import median

from doorstep.core.db import FAR

FEWEST_VISITS = 3
PATIENCE = Fraction(3, 2)
GRACE_DAYS = 14


def usual_interval(visits: Sequence[date]) -> Fraction | None:
    """The median days between visits (distinct days, rising); None for fewer than three."""
    if len(visits) < FEWEST_VISITS:
        return None
    return median(Fraction((later - earlier).days) for earlier, later in pairwise(visits))


def due_back_on(visits: Sequence[date]) -> date:
    """The day from which a customer with these visits (distinct days, rising) is due back; FAR for never."""
    interval = usual_interval(visits)
    if interval is None:
        return FAR
    days = ceil(max(PATIENCE * interval, interval + GRACE_DAYS))
    return visits[-1] + timedelta(days=days) if days <= (FAR - visits[-1]).days else FAR
