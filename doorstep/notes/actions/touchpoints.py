"""Logging calls, visits and messages that took place."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from doorstep.activity.events import Event
from doorstep.clients.models import Client
from doorstep.identity.actor import Actor
from doorstep.notes import changing, events
from doorstep.notes.fields import InteractionFields
from doorstep.notes.models import Interaction

_LOGGED: dict[str, type[Event]] = {
    Interaction.Kind.CALL: events.CallLogged,
    Interaction.Kind.VISIT: events.VisitLogged,
}


@transaction.atomic
def log_interaction(*, actor: Actor, client_id: int, fields: InteractionFields) -> Interaction:
    """Write down a call, a visit or a message; `kind` is required, `happened_at` is now unless given.

    Raises PermissionDenied, Client.DoesNotExist, RuleBroken with the field.
    """
    client = Client.objects.visible_to(actor).get(pk=client_id)
    row = changing.fill(actor, Interaction(workspace=actor.workspace, client=client), fields)
    row.save()
    event = _LOGGED.get(row.kind, events.MessageLogged)
    changing.tell(actor, row, event(text=changing.excerpt(row.text)))  # type: ignore[call-arg]
    return row


@transaction.atomic
def update_interaction(
    *,
    actor: Actor,
    interaction_id: int,
    version: int,
    fields: InteractionFields,
    seen: Mapping[str, Any] | None = None,
) -> Interaction:
    """Put right what was logged. `version` and `seen` work as in update_contact.

    Raises PermissionDenied, Interaction.DoesNotExist, StaleVersion, RuleBroken with the field.
    """
    row = changing.locked(Interaction, actor, interaction_id)
    before = changing.excerpt(str(row))
    changes = changing.set_changed(actor, row, version=version, fields=fields, seen=seen)
    if changes:
        changing.save(actor, row, events.TouchpointUpdated(text=before, changes=changes))
    return row


@transaction.atomic
def delete_interaction(*, actor: Actor, interaction_id: int) -> None:
    """Take away what was logged; restore_interaction brings it back within a month.

    Raises PermissionDenied, Interaction.DoesNotExist.
    """
    changing.delete(Interaction, actor, interaction_id, events.TouchpointDeleted)


@transaction.atomic
def restore_interaction(*, actor: Actor, interaction_id: int) -> Interaction:
    """Bring back what was deleted. Raises PermissionDenied, Interaction.DoesNotExist."""
    return changing.restore(Interaction, actor, interaction_id, events.TouchpointRestored)
