"""Saying of two records that they are not the same customer."""

from django.db import transaction

from doorstep.activity.actions import Happening, record_events
from doorstep.activity.events import Event
from doorstep.duplicates.events import PairDismissed, PairReopened
from doorstep.duplicates.models import DuplicatePair
from doorstep.duplicates.permissions import MERGE
from doorstep.identity.actor import Actor

_State = DuplicatePair.State


def dismiss_pair(*, actor: Actor, pair_id: int) -> DuplicatePair:
    """They are two customers: no scan suggests them again. Twice is once.

    Raises PermissionDenied; DuplicatePair.DoesNotExist, also when not visible.
    """
    return _change(actor, pair_id, _State.DISMISSED, PairDismissed)


def reopen_pair(*, actor: Actor, pair_id: int) -> DuplicatePair:
    """They may be the same after all. Twice is once. Raises as `dismiss_pair` does."""
    return _change(actor, pair_id, _State.OPEN, PairReopened)


@transaction.atomic
def _change(
    actor: Actor, pair_id: int, state: str, event: type[PairDismissed] | type[PairReopened]
) -> DuplicatePair:
    actor.require(MERGE)
    DuplicatePair.objects.select_for_update().filter(workspace_id=actor.workspace_id).get(pk=pair_id)
    pair = DuplicatePair.objects.visible_to(actor).select_related("low", "high").get(pk=pair_id)
    if pair.state == state:
        return pair
    pair.state = state
    pair.save(update_fields=["state"])
    told: list[tuple[int, Event]] = [
        (pair.low_id, event(other_id=pair.high_id, name=pair.high.name)),
        (pair.high_id, event(other_id=pair.low_id, name=pair.low.name)),
    ]
    record_events([Happening(one, client_id) for client_id, one in told], actor=actor)
    return pair
