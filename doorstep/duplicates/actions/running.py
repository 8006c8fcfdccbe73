"""The long pieces of work: looking for duplicates, and merging all that are sure."""

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.duplicates.kinds import MANY, SCAN
from doorstep.duplicates.models import DuplicatePair
from doorstep.duplicates.permissions import MERGE
from doorstep.duplicates.queries import newest_entry
from doorstep.identity.actor import Actor
from doorstep.runs.actions import start_run
from doorstep.runs.models import Run


@transaction.atomic
def scan(*, actor: Actor, at_once: bool | None = None) -> Run:
    """Look for duplicates among all customers; the run that does it, or the one that is at it already.

    `at_once`: as in runs.actions.start_run. Raises PermissionDenied.
    """
    actor.require(MERGE)
    going = Run.objects.unfinished().filter(workspace_id=actor.workspace_id, kind=SCAN).first()
    if going is not None:
        return going
    title, params = _("Look for duplicates"), {"newest": newest_entry(actor.workspace_id)}
    return start_run(actor=actor, kind=SCAN, title=title, params=params, at_once=at_once)


def merge_confident(*, actor: Actor, at_once: bool | None = None) -> Run:
    """Merge all open pairs that are surely the same, with the defaults of each field; the run can be undone.

    `at_once`: as in runs.actions.start_run. Raises PermissionDenied; RuleBroken when there are none.
    """
    actor.require(MERGE)
    sure = DuplicatePair.objects.visible_to(actor).filter(
        state=DuplicatePair.State.OPEN, strength=DuplicatePair.Strength.CONFIDENT
    )
    if not sure.exists():
        raise RuleBroken(_("There are no pairs that are surely the same."))
    return start_run(actor=actor, kind=MANY, title=_("Merge what is surely the same"), at_once=at_once)
