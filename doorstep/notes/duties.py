"""What tasks and planned activities have in common: giving them to somebody, changing, finishing."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.events import Event
from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor
from doorstep.notes import changing
from doorstep.notes.models import Duty
from doorstep.notes.reminders import arm_reminder, tell_assignee

_Duty = TypeVar("_Duty", bound=Duty)
#: A change of these asks anew when to remind, and whom.
_TIMING = {"assignee_id", "due_on", "reminder_at", "starts_at"}


def add(actor: Actor, duty: _Duty, fields: Mapping[str, Any]) -> _Duty:
    """Save a new duty and tell its assignee, unless that is who made it."""
    changing.fill(actor, duty, fields)
    arm_reminder(actor, duty, is_told=duty.assignee_id is not None)
    duty.save()
    _tell_new_assignee(actor, duty)
    return duty


def update(
    actor: Actor,
    duty: _Duty,
    *,
    version: int,
    fields: Mapping[str, Any],
    seen: Mapping[str, Any] | None,
    event: type[Event],
) -> _Duty:
    """Save what an edit changes and tell a new assignee. For a row that is locked."""
    before = changing.excerpt(duty.title)
    changes = changing.set_changed(actor, duty, version=version, fields=fields, seen=seen)
    if changes:
        is_given = "assignee_id" in changes and duty.assignee_id is not None
        if changes.keys() & _TIMING:
            arm_reminder(actor, duty, is_told=is_given)
        changing.save(actor, duty, event(text=before, changes=changes))  # type: ignore[call-arg]
        if is_given:
            _tell_new_assignee(actor, duty)
    return duty


def finish(actor: Actor, duty: _Duty, event: type[Event]) -> bool:
    """Note that it is done, and who says so; False when it was done already. For a row that is locked."""
    if duty.done_at is not None:
        return False
    duty.done_at, duty.done_by_id = timezone.now(), actor.membership_id
    changing.save(actor, duty, event(text=changing.excerpt(duty.title)))  # type: ignore[call-arg]
    return True


def reopen(actor: Actor, duty: _Duty, event: type[Event]) -> _Duty:
    """Make it something to do again. Raises RuleBroken when it is not done. For a row that is locked."""
    if duty.done_at is None:
        raise RuleBroken(_("This is still to be done."))
    duty.done_at, duty.done_by_id = None, None
    arm_reminder(actor, duty, is_told=False)
    changing.save(actor, duty, event(text=changing.excerpt(duty.title)))  # type: ignore[call-arg]
    return duty


def _tell_new_assignee(actor: Actor, duty: Duty) -> None:
    if duty.assignee_id != actor.membership_id:
        words = _("%(who)s gave you: %(what)s") % {"who": actor.name, "what": duty.title}
        tell_assignee(actor, duty, kind="task.assigned", words=words)
