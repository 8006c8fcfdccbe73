"""Tagging customers: one or hundreds, in a constant number of statements. The form is that of `columns`."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import Happening, record_events
from doorstep.activity.events import Event
from doorstep.clients.cards import shift_facet
from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import Client, ClientTag
from doorstep.core.bulk import insert_rows
from doorstep.core.changes import Change
from doorstep.core.db import listed
from doorstep.customers.events import CustomerTagged, CustomerUntagged
from doorstep.customers.models import Customer
from doorstep.customers.permissions import MANAGE_CUSTOMERS
from doorstep.identity.actor import Actor
from doorstep.vocabulary.models import Tag

#: The indexes of lists bear the tags, and an entry has room for so many (with the rest: MOST_FACETS).
MOST_TAGS = 300


@transaction.atomic
def tag_customers(*, actor: Actor, customer_ids: Sequence[int], tag_id: int) -> list[Change]:
    """Put the tag on the customers, at most 500. Raises PermissionDenied, Tag.DoesNotExist."""
    actor.require(MANAGE_CUSTOMERS)
    tag = Tag.objects.visible_to(actor).get(pk=tag_id)
    visible, tagged = _state(actor, customer_ids, tag)
    full = _full(visible - tagged)
    changes = [
        Change(pk, refusal=_("Has %(most)d tags: take one off first.") % {"most": MOST_TAGS})
        if pk in full
        else _change(pk, visible, pk not in tagged, tag)
        for pk in customer_ids
    ]
    ids = [one.client_id for one in changes if one.before is not None]
    rows = [(actor.workspace_id, pk, tag.pk) for pk in ids]
    insert_rows(ClientTag, ("workspace_id", "client_id", "tag_id"), rows, or_leave=True)
    _finish(actor, ids, tag, CustomerTagged(tag=tag.name), present=True)
    return changes


@transaction.atomic
def untag_customers(*, actor: Actor, customer_ids: Sequence[int], tag_id: int) -> list[Change]:
    """Take the tag off the customers, at most 500. Raises PermissionDenied, Tag.DoesNotExist."""
    actor.require(MANAGE_CUSTOMERS)
    tag = Tag.objects.visible_to(actor).get(pk=tag_id)
    visible, tagged = _state(actor, customer_ids, tag)
    changes = [_change(pk, visible, pk in tagged, tag) for pk in customer_ids]
    ids = [one.client_id for one in changes if one.before is not None]
    ClientTag.objects.filter(tag=tag, client_id__in=listed(ids)).delete()
    _finish(actor, ids, tag, CustomerUntagged(tag=tag.name), present=False)
    return changes


def _state(actor: Actor, ids: Sequence[int], tag: Tag) -> tuple[set[int], set[int]]:
    """Which of the customers the actor sees (locked against rivals), and which have the tag."""
    rows = Customer.objects.visible_to(actor).filter(pk__in=listed(ids)).order_by("pk")
    visible = set(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    tagged = ClientTag.objects.filter(tag=tag, client_id__in=listed(visible))
    return visible, set(tagged.values_list("client_id", flat=True))


def _full(ids: Collection[int]) -> set[int]:
    """Which of the customers have as many tags as one can have."""
    rows = ClientTag.objects.filter(client_id__in=listed(ids)).values("client_id")
    return set(
        rows.annotate(tags=Count("pk")).filter(tags__gte=MOST_TAGS).values_list("client_id", flat=True)
    )


def _change(pk: int, visible: set[int], needed: bool, tag: Tag) -> Change:
    if pk not in visible:
        return Change(pk, refusal=_("Not there any more, or not yours to see."))
    before: dict[str, Any] | None = {"tag_id": tag.pk} if needed else None
    return Change(pk, before)


def _finish(actor: Actor, ids: Sequence[int], tag: Tag, event: Event, *, present: bool) -> None:
    if not ids:
        return
    # A plain list is looked up in its order, so that rivals (an import) wait for each other, not in a ring.
    Client.objects.filter(pk__in=sorted(ids)).update(version=F("version") + 1, updated_at=timezone.now())
    shift_facet(client_ids=ids, value=facet(Facet.TAG, tag.pk), present=present)
    record_events([Happening(event, client_id=pk) for pk in ids], actor=actor)
