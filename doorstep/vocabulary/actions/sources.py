"""Sources: where clients come from."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.core.naming import clean_name, only_once
from doorstep.identity.actor import Actor
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary import events
from doorstep.vocabulary.models import Source
from doorstep.vocabulary.ordering import put_in_order

_LONGEST = 80


@transaction.atomic
def create_source(*, actor: Actor, name: str) -> Source:
    """Make a source, last in the order. Raises PermissionDenied, RuleBroken with the field."""
    actor.require(MANAGE_SETTINGS)
    last = Source.objects.visible_to(actor).aggregate(last=Max("position"))["last"]
    source = Source(workspace=actor.workspace, name=clean_name(name, longest=_LONGEST))
    source.position = 0 if last is None else last + 1
    with only_once(_taken(source.name)):
        source.save()
    record_event(events.SourceCreated(name=source.name), actor=actor, about=source)
    return source


@transaction.atomic
def rename_source(*, actor: Actor, source_id: int, name: str) -> Source:
    """Rename a source, for all who have it. Raises PermissionDenied, Source.DoesNotExist, RuleBroken."""
    actor.require(MANAGE_SETTINGS)
    source = _lock(actor, source_id)
    was, source.name = source.name, clean_name(name, longest=_LONGEST)
    if source.name != was:
        with only_once(_taken(source.name)):
            source.save(update_fields=["name"])
        record_event(events.SourceRenamed(name=source.name, was=was), actor=actor, about=source)
    return source


@transaction.atomic
def reorder_sources(*, actor: Actor, source_ids: Sequence[int]) -> None:
    """Bring the sources into the given order; those not named follow as they were.

    Raises PermissionDenied.
    """
    actor.require(MANAGE_SETTINGS)
    put_in_order(Source.objects.visible_to(actor).select_for_update(), source_ids)


@transaction.atomic
def archive_source(*, actor: Actor, source_id: int) -> Source:
    """Offer a source no more; who has it keeps it. Raises PermissionDenied, Source.DoesNotExist."""
    actor.require(MANAGE_SETTINGS)
    source = _lock(actor, source_id)
    if source.archived_at is None:
        source.archived_at = timezone.now()
        source.save(update_fields=["archived_at"])
        record_event(events.SourceArchived(name=source.name), actor=actor, about=source)
    return source


@transaction.atomic
def restore_source(*, actor: Actor, source_id: int) -> Source:
    """Offer an archived source again. Raises PermissionDenied, Source.DoesNotExist."""
    actor.require(MANAGE_SETTINGS)
    source = _lock(actor, source_id)
    if source.archived_at is not None:
        source.archived_at = None
        source.save(update_fields=["archived_at"])
        record_event(events.SourceRestored(name=source.name), actor=actor, about=source)
    return source


def _lock(actor: Actor, source_id: int) -> Source:
    return Source.objects.visible_to(actor).select_for_update().get(pk=source_id)


def _taken(name: str) -> str:
    return _("There is a source “%(name)s” already, perhaps among the archived ones.") % {"name": name}
