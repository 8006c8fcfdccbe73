"""Activities planned with a client: a call, a visit or something else at a moment."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.clients.models import Client
from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor
from doorstep.notes import changing, duties, events
from doorstep.notes.actions.touchpoints import log_interaction
from doorstep.notes.fields import ActivityFields
from doorstep.notes.models import Interaction, ScheduledActivity

_LOGGED_AS = {
    ScheduledActivity.Kind.CALL: Interaction.Kind.CALL,
    ScheduledActivity.Kind.VISIT: Interaction.Kind.VISIT,
    ScheduledActivity.Kind.EMAIL: Interaction.Kind.EMAIL,
}


@transaction.atomic
def plan_activity(*, actor: Actor, client_id: int, fields: ActivityFields) -> ScheduledActivity:
    """Plan an activity; `starts_at` is required, and its assignee is told, unless that is the actor.

    Raises PermissionDenied, Client.DoesNotExist, RuleBroken with the field.
    """
    client = Client.objects.visible_to(actor).get(pk=client_id)
    if fields.get("starts_at") is None:
        raise RuleBroken(_("Say when."), field="starts_at")
    row = duties.add(actor, ScheduledActivity(workspace=actor.workspace, client=client), fields)
    event = events.ActivityPlanned(text=changing.excerpt(row.title), starts_at=row.starts_at.isoformat())
    changing.tell(actor, row, event)
    return row


@transaction.atomic
def update_activity(
    *,
    actor: Actor,
    activity_id: int,
    version: int,
    fields: ActivityFields,
    seen: Mapping[str, Any] | None = None,
) -> ScheduledActivity:
    """Change the given fields of a planned activity; a new assignee is told, the reminder follows the time.

    `version` and `seen` work as in update_contact. Raises PermissionDenied, ScheduledActivity.DoesNotExist,
    StaleVersion, RuleBroken with the field.
    """
    row = changing.locked(ScheduledActivity, actor, activity_id)
    return duties.update(actor, row, version=version, fields=fields, seen=seen, event=events.ActivityUpdated)


@transaction.atomic
def finish_activity(
    *, actor: Actor, activity_id: int, text: str = "", minutes: int | None = None
) -> ScheduledActivity:
    """Note that it took place; a call, a visit or an e-mail is logged as well, with `text` and `minutes`.

    Twice is once. Raises PermissionDenied, ScheduledActivity.DoesNotExist, RuleBroken with the field.
    """
    row = changing.locked(ScheduledActivity, actor, activity_id)
    kind = _LOGGED_AS.get(ScheduledActivity.Kind(row.kind))
    sees_client = Client.objects.visible_to(actor).filter(pk=row.client_id).exists()
    # Who was given the activity of a customer they do not see reports it, and writes nothing to the customer.
    if duties.finish(actor, row, events.ActivityDone) and kind and sees_client:
        log_interaction(
            actor=actor,
            client_id=row.client_id,
            fields={
                "kind": kind.value,
                "direction": "" if kind == Interaction.Kind.VISIT else Interaction.Direction.OUT.value,
                "minutes": minutes,
                "text": text.strip() or row.title,
            },
        )
    return row


@transaction.atomic
def reopen_activity(*, actor: Actor, activity_id: int) -> ScheduledActivity:
    """Plan it again; what was logged stays.

    Raises PermissionDenied, ScheduledActivity.DoesNotExist, RuleBroken.
    """
    row = changing.locked(ScheduledActivity, actor, activity_id)
    return duties.reopen(actor, row, events.ActivityReopened)


@transaction.atomic
def delete_activity(*, actor: Actor, activity_id: int) -> None:
    """Call it off; restore_activity brings it back within a month.

    Raises PermissionDenied, ScheduledActivity.DoesNotExist.
    """
    changing.delete(ScheduledActivity, actor, activity_id, events.ActivityDeleted)


@transaction.atomic
def restore_activity(*, actor: Actor, activity_id: int) -> ScheduledActivity:
    """Bring back what was called off. Raises PermissionDenied, ScheduledActivity.DoesNotExist."""
    return changing.restore(ScheduledActivity, actor, activity_id, events.ActivityRestored)
