"""Doing away with a tag, wherever it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.activity.actions import Happening, record_event, record_events
from doorstep.clients.cards import refresh_figures
from doorstep.clients.events import LostTag, TagDeleted
from doorstep.clients.models import ClientTag
from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.models import Tag

#: Above this it takes too long for one request; a bulk change shows its progress and can be undone.
MOST = 5000


@transaction.atomic
def delete_tag(*, actor: Actor, tag_id: int) -> int:
    """Take a tag off every client and delete it; how many clients had it.

    Raises PermissionDenied, Tag.DoesNotExist; RuleBroken when more than MOST clients have it.
    """
    actor.require(MANAGE_SETTINGS)
    tag = Tag.objects.visible_to(actor).select_for_update().get(pk=tag_id)
    rows = ClientTag.objects.filter(workspace_id=actor.workspace_id, tag=tag)
    ids = list(rows.order_by("client_id").values_list("client_id", flat=True)[: MOST + 1])
    if len(ids) > MOST:
        raise RuleBroken(
            _("More than %(count)d customers have this tag. Take it off them in the list first: filter by it,"
              " select all, and choose Untag, which shows its progress and can be undone.")
            % {"count": MOST}
        )  # fmt: skip
    name = tag.name
    rows.delete()
    tag.delete()
    refresh_figures(workspace=actor.workspace, client_ids=ids, sources=("clients",))
    record_events([Happening(LostTag(tag=name), client_id=pk) for pk in ids], actor=actor)
    record_event(TagDeleted(name=name, clients=len(ids)), actor=actor)
    return len(ids)
