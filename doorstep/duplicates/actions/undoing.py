"""Taking a merge back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.activity.models import FormerId
from doorstep.activity.queries import survivor_id
from doorstep.clients.cards import refresh_figures
from doorstep.clients.models import Client, Property
from doorstep.clients.search_text import refresh_search
from doorstep.core.errors import RuleBroken
from doorstep.customers.models import Customer
from doorstep.duplicates.events import MergeUndone
from doorstep.duplicates.merging.crossing import crossed
from doorstep.duplicates.merging.restoring import Restoring, still_there
from doorstep.duplicates.models import Merge
from doorstep.duplicates.permissions import MERGE
from doorstep.identity.actor import Actor


@transaction.atomic
def undo_merge(*, actor: Actor, merge_id: int) -> tuple[Merge, list[str]]:
    """Make two records of one again, byte for byte as they were; and what is not, in words.

    What was changed since the merge stays as it is now, what was added since stays with the survivor.
    Raises PermissionDenied; Merge.DoesNotExist; RuleBroken when it was undone before, when the survivor is
    gone, and when something added since belongs to both.
    """
    actor.require(MERGE)
    merge = Merge.objects.visible_to(actor).select_for_update().get(pk=merge_id)
    _check(merge)
    notes = _take_back(actor, merge)
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    for client_id, other_id, name in (
        (merge.survivor_id, merge.other_id, merge.other_name),
        (merge.other_id, merge.survivor_id, merge.survivor_name),
    ):
        event = MergeUndone(merge_id=merge.pk, other_id=other_id, name=name)
        record_event(event, actor=actor, client_id=client_id)
    return merge, notes


def foresee_undo(*, actor: Actor, merge_id: int) -> list[str]:
    """What an undo would not bring back, in words; nothing is changed. Raises as `undo_merge` does."""
    actor.require(MERGE)
    with transaction.atomic():
        merge = Merge.objects.visible_to(actor).select_for_update().get(pk=merge_id)
        _check(merge)
        notes = _take_back(actor, merge)
        transaction.set_rollback(True)
    return notes


def _check(merge: Merge) -> None:
    if merge.undone_at is not None:
        raise RuleBroken(_("This has been undone already."))
    if still_there(merge):
        return
    if survivor_id(merge.workspace_id, merge.survivor_id) is not None:
        raise RuleBroken(
            _("“%(name)s” has been merged into another customer since. Take that back first.")
            % {"name": merge.survivor_name}
        )
    raise RuleBroken(_("“%(name)s” has been deleted since.") % {"name": merge.survivor_name})


def _take_back(actor: Actor, merge: Merge) -> list[str]:
    survivor = Client.objects.select_for_update().get(pk=merge.survivor_id)
    list(Customer.objects.select_for_update().filter(pk=survivor.pk).values_list("pk"))
    FormerId.objects.filter(workspace_id=merge.workspace_id, old_id=merge.other_id).delete()
    restoring = Restoring(merge)
    restoring.run()
    _check_crossed(merge)
    if survivor.version != merge.version:
        # Somebody has seen this version: the next edit must not take what it showed for what is here now.
        Client.objects.filter(pk=survivor.pk).update(version=survivor.version + 1)
    _give_back_address(merge)
    ids = [merge.survivor_id, merge.other_id]
    refresh_search(workspace=actor.workspace, client_ids=ids)
    refresh_figures(workspace=actor.workspace, client_ids=ids)
    return restoring.notes


def _check_crossed(merge: Merge) -> None:
    found = crossed(merge.survivor_id, merge.other_id)
    if sum(found.values()) > merge.crossed:
        raise RuleBroken(
            _(
                "This cannot be undone: since the merge, something was added that belongs to both, such as a "
                "payment of one for an invoice of the other. Void or delete it first."
            )
        )


def _give_back_address(merge: Merge) -> None:
    """The survivor's own address, when a place that went back had taken its turn since."""
    places = Property.objects.filter(client_id=merge.survivor_id)
    if not places.filter(is_primary=True).exists():
        places.filter(pk=merge.marks.get("address")).update(is_primary=True)
