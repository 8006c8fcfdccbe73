"""Reads of what members keep of their screens: saved views, chosen columns."""

from django.db.models import Q, QuerySet

from doorstep.identity.actor import Actor
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.shell.models import ListPreference, SavedView


def views_for(actor: Actor, page: str) -> "QuerySet[SavedView]":
    """The member's own views of a list page and those shared with everyone, by name."""
    own = Q(owner_id=actor.membership_id) if actor.membership_id else Q(pk__in=())
    views = SavedView.objects.visible_to(actor).filter(own | Q(shared=True), page=page)
    return views.select_related("owner__user").order_by("name", "pk")


def may_change(actor: Actor, view: SavedView) -> bool:
    """Whether the actor may change the view: its owner; for a shared one also who manages settings."""
    return view.owner_id == actor.membership_id or (view.shared and actor.can(MANAGE_SETTINGS))


def columns_of(actor: Actor, page: str) -> list[str]:
    """The column keys the member chose for a list page, [] for none. One statement."""
    chosen = ListPreference.objects.visible_to(actor).filter(member_id=actor.membership_id, page=page)
    return list(chosen.values_list("columns", flat=True).first() or ())
