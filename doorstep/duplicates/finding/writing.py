"""Keeping the pairs that a scan finds, in a few statements for thousands."""

from collections.abc import Sequence

from django.utils import timezone

from doorstep.clients.models import Client
from doorstep.core.bulk import insert_rows, update_rows
from doorstep.core.db import listed
from doorstep.duplicates.finding.scoring import Score
from doorstep.duplicates.models import DuplicatePair

#: Two clients, the lower id first, and how alike they are.
Found = tuple[int, int, Score]

_SAID = ("score", "strength", "reasons", "scan")
_COLUMNS = ("workspace_id", "low_id", "high_id", "state", "found_at", *_SAID)


def write_pairs(workspace_id: int, scan: int, found: Sequence[Found]) -> None:
    """Add new pairs, and say of known ones what this scan says; what was decided about them stays.

    Call in a transaction.
    """
    found = _still_there(found)
    lows = listed(sorted({low for low, _high, _score in found}))
    known = DuplicatePair.objects.filter(low_id__in=lows).values_list("low_id", "high_id", "pk")
    keys = {(low, high): pk for low, high, pk in known}
    said = [(low, high, (one.points, one.strength, one.reasons, scan)) for low, high, one in found]
    update_rows(
        DuplicatePair, _SAID, [(keys[low, high], *what) for low, high, what in said if (low, high) in keys]
    )
    start = (DuplicatePair.State.OPEN.value, timezone.now())
    new = [(workspace_id, low, high, *start, *what) for low, high, what in said if (low, high) not in keys]
    insert_rows(DuplicatePair, _COLUMNS, new, or_leave=True)


def _still_there(found: Sequence[Found]) -> list[Found]:
    """Those of whom nobody was deleted since they were compared; nor will be, until the commit."""
    ids = {pk for low, high, _score in found for pk in (low, high)}
    clients = Client.objects.select_for_update(no_key=True).filter(pk__in=listed(sorted(ids)))
    there = set(clients.order_by("pk").values_list("pk", flat=True))
    return [one for one in found if one[0] in there and one[1] in there]
