"""Tags: making, renaming, recolouring. Deleting is clients.actions.tags: it takes them off the clients."""

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.core.errors import RuleBroken
from doorstep.core.naming import clean_name, near_miss, only_once
from doorstep.identity.actor import Actor
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.events import TagCreated, TagUpdated
from doorstep.vocabulary.models import Tag

_LONGEST = 60


@transaction.atomic
def create_tag(
    *, actor: Actor, name: str, colour: str = Tag.Colour.GREY, although_similar: bool = False
) -> Tag:
    """Make a tag. Names are case-sensitive: "VIP" and "vip" are two, which is seldom meant.

    A name that differs from another only in case or accents is refused with details {"near_miss": the other},
    unless `although_similar`. Raises PermissionDenied, RuleBroken with the field.
    """
    actor.require(MANAGE_SETTINGS)
    name = _checked(actor, name, although_similar=although_similar)
    tag = Tag(workspace=actor.workspace, name=name, colour=_colour(colour))
    with only_once(_taken(name)):
        tag.save()
    record_event(TagCreated(name=tag.name), actor=actor, about=tag)
    return tag


@transaction.atomic
def update_tag(
    *,
    actor: Actor,
    tag_id: int,
    name: str | None = None,
    colour: str | None = None,
    although_similar: bool = False,
) -> Tag:
    """Rename or recolour a tag, wherever it is. Raises as create_tag does, and Tag.DoesNotExist."""
    actor.require(MANAGE_SETTINGS)
    tag = Tag.objects.visible_to(actor).select_for_update().get(pk=tag_id)
    was = tag.name, tag.colour
    if name is not None:
        tag.name = _checked(actor, name, tag, although_similar=although_similar)
    if colour is not None:
        tag.colour = _colour(colour)
    if (tag.name, tag.colour) != was:
        with only_once(_taken(tag.name)):
            tag.save()
        record_event(TagUpdated(name=tag.name, was=was[0], colour=tag.colour), actor=actor, about=tag)
    return tag


def _checked(actor: Actor, typed: str, tag: Tag | None = None, *, although_similar: bool) -> str:
    name = clean_name(typed, longest=_LONGEST)
    others = Tag.objects.visible_to(actor).exclude(pk=tag.pk if tag else 0)
    names = list(others.values_list("name", flat=True))
    if name in names:
        raise RuleBroken(_taken(name), field="name")
    similar = near_miss(name, names)
    if similar and not although_similar and not (tag and tag.name == name):
        raise RuleBroken(
            _("There is a tag “%(tag)s” already, and upper and lower case make two of them.")
            % {"tag": similar},
            field="name",
            details={"near_miss": similar},
        )
    return name


def _taken(name: str) -> str:
    return _("There is a tag “%(name)s” already.") % {"name": name}


def _colour(colour: str) -> str:
    if colour not in Tag.Colour.values:
        raise RuleBroken(_("Choose one of the colours."), field="colour")
    return colour
