"""The choices of a choice field. Records keep an option's key, so its label may change."""

import re

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.core.errors import RuleBroken
from doorstep.core.naming import clean_name
from doorstep.core.text import fold
from doorstep.identity.actor import Actor
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.events import OptionsChanged
from doorstep.vocabulary.models import CustomField, CustomFieldOption

_LONGEST = 80
_NOT_KEY = re.compile(r"[^a-z0-9]+")


@transaction.atomic
def add_option(*, actor: Actor, field_id: int, label: str) -> CustomFieldOption:
    """Add a choice to a choice field, last in order; its key comes from the label.

    Raises PermissionDenied, CustomField.DoesNotExist, RuleBroken with the field.
    """
    actor.require(MANAGE_SETTINGS)
    field = CustomField.objects.visible_to(actor).select_for_update().get(pk=field_id)
    if not field.is_choice:
        raise RuleBroken(_("Only choice fields have choices."), field="label")
    label = _free_label(field, label)
    rows = CustomFieldOption.objects.filter(field=field)
    last = rows.aggregate(last=Max("position"))["last"]
    option = CustomFieldOption.objects.create(
        workspace=actor.workspace,
        field=field,
        key=_key(label, set(rows.values_list("key", flat=True))),
        label=label,
        position=0 if last is None else last + 1,
    )
    _tell(actor, option)
    return option


@transaction.atomic
def rename_option(*, actor: Actor, option_id: int, label: str) -> CustomFieldOption:
    """Rename a choice, wherever it was chosen. Raises PermissionDenied, DoesNotExist, RuleBroken."""
    actor.require(MANAGE_SETTINGS)
    option = _lock(actor, option_id)
    label = _free_label(option.field, label, option)
    if label != option.label:
        option.label = label
        option.save(update_fields=["label"])
        _tell(actor, option)
    return option


@transaction.atomic
def archive_option(*, actor: Actor, option_id: int) -> CustomFieldOption:
    """Offer a choice no more; who has it keeps it. Raises PermissionDenied, DoesNotExist."""
    actor.require(MANAGE_SETTINGS)
    option = _lock(actor, option_id)
    if option.archived_at is None:
        option.archived_at = timezone.now()
        option.save(update_fields=["archived_at"])
        _tell(actor, option)
    return option


@transaction.atomic
def restore_option(*, actor: Actor, option_id: int) -> CustomFieldOption:
    """Offer an archived choice again. Raises PermissionDenied, DoesNotExist, RuleBroken."""
    actor.require(MANAGE_SETTINGS)
    option = _lock(actor, option_id)
    if option.archived_at is not None:
        _free_label(option.field, option.label, option)
        option.archived_at = None
        option.save(update_fields=["archived_at"])
        _tell(actor, option)
    return option


def _lock(actor: Actor, option_id: int) -> CustomFieldOption:
    rows = CustomFieldOption.objects.visible_to(actor).select_related("field")
    return rows.select_for_update().get(pk=option_id)


def _free_label(field: CustomField, typed: str, option: CustomFieldOption | None = None) -> str:
    label = clean_name(typed, longest=_LONGEST, field="label")
    others = CustomFieldOption.objects.filter(field=field, archived_at=None)
    others = others.exclude(pk=option.pk if option else 0)
    if fold(label) in {fold(other) for other in others.values_list("label", flat=True)}:
        raise RuleBroken(_("There is a choice “%(label)s” already.") % {"label": label}, field="label")
    return label


def _key(label: str, taken: set[str]) -> str:
    stem = _NOT_KEY.sub("_", fold(label)).strip("_")[:50] or "option"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def _tell(actor: Actor, option: CustomFieldOption) -> None:
    told = OptionsChanged(label=option.field.label, option=option.label)
    record_event(told, actor=actor, about=option.field)
