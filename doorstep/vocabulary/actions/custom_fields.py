"""Custom fields: making, editing, ordering, archiving. Their choices: vocabulary.actions.options."""

import re
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.core.errors import RuleBroken
from doorstep.core.naming import clean_name, only_once
from doorstep.core.text import fold
from doorstep.identity.actor import Actor
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary import events
from doorstep.vocabulary.actions.options import add_option
from doorstep.vocabulary.models import CustomField
from doorstep.vocabulary.ordering import put_in_order

_LONGEST = 80
_NOT_KEY = re.compile(r"[^a-z0-9]+")


@transaction.atomic
def create_custom_field(
    *, actor: Actor, on: str, label: str, kind: str, required: bool = False, options: Iterable[str] = ()
) -> CustomField:
    """Make a field on customers or properties; its key comes from the label. `on`, `kind`: its values.

    `options`: the labels of a choice field, at least one. Raises PermissionDenied, RuleBroken with the field.
    """
    actor.require(MANAGE_SETTINGS)
    if on not in CustomField.On.values:
        raise RuleBroken(_("Choose what the field is on."), field="on")
    label = clean_name(label, longest=_LONGEST, field="label")
    field = CustomField(workspace=actor.workspace, on=on, label=label, kind=_kind(kind), required=required)
    rows = CustomField.objects.visible_to(actor).filter(on=on)
    field.key = _key(label, set(rows.values_list("key", flat=True)))
    last = rows.aggregate(last=Max("position"))["last"]
    field.position = 0 if last is None else last + 1
    with only_once(_taken(label), field="label"):
        field.save()
    labels = [option for option in options if option.strip()]
    if field.is_choice and not labels:
        raise RuleBroken(_("Write at least one choice, each on a line of its own."), field="options")
    for option in labels if field.is_choice else ():
        add_option(actor=actor, field_id=field.pk, label=option)
    told = events.CustomFieldCreated(label=field.label, field_kind=field.kind)
    record_event(told, actor=actor, about=field)
    return field


@transaction.atomic
def update_custom_field(
    *,
    actor: Actor,
    field_id: int,
    label: str | None = None,
    required: bool | None = None,
    kind: str | None = None,
) -> CustomField:
    """Change a field's label, whether it is required, or, as long as no record has a value, its kind.

    The key stays. Raises PermissionDenied, CustomField.DoesNotExist, RuleBroken with the field.
    """
    actor.require(MANAGE_SETTINGS)
    field = _lock(actor, field_id)
    was = field.label, field.required, field.kind
    if label is not None:
        field.label = clean_name(label, longest=_LONGEST, field="label")
    if required is not None:
        field.required = required
    if kind is not None and kind != field.kind:
        if _has_values(field):
            raise RuleBroken(_("There are values already: the kind stays as it is."), field="kind")
        field.kind = _kind(kind)
    if (field.label, field.required, field.kind) != was:
        with only_once(_taken(field.label), field="label"):
            field.save()
        told = events.CustomFieldUpdated(label=field.label, was=was[0])
        record_event(told, actor=actor, about=field)
    return field


@transaction.atomic
def reorder_custom_fields(*, actor: Actor, on: str, field_ids: Sequence[int]) -> None:
    """Bring the fields of one kind of record into the given order. Raises PermissionDenied."""
    actor.require(MANAGE_SETTINGS)
    put_in_order(CustomField.objects.visible_to(actor).filter(on=on).select_for_update(), field_ids)


@transaction.atomic
def archive_custom_field(*, actor: Actor, field_id: int) -> CustomField:
    """Show a field no more; its values are kept. Raises PermissionDenied, CustomField.DoesNotExist."""
    actor.require(MANAGE_SETTINGS)
    field = _lock(actor, field_id)
    if field.archived_at is None:
        field.archived_at = timezone.now()
        field.save(update_fields=["archived_at"])
        record_event(events.CustomFieldArchived(label=field.label), actor=actor, about=field)
    return field


@transaction.atomic
def restore_custom_field(*, actor: Actor, field_id: int) -> CustomField:
    """Show an archived field again, with the values it had.

    Raises PermissionDenied, CustomField.DoesNotExist; RuleBroken when another has its label now.
    """
    actor.require(MANAGE_SETTINGS)
    field = _lock(actor, field_id)
    if field.archived_at is not None:
        field.archived_at = None
        with only_once(_taken(field.label), field="label"):
            field.save(update_fields=["archived_at"])
        record_event(events.CustomFieldRestored(label=field.label), actor=actor, about=field)
    return field


def _has_values(field: CustomField) -> bool:
    """Whether any record has a value of the field; asked of the apps above (settings.CUSTOM_FIELD_USES)."""
    return any(import_string(path)(field) for path in settings.CUSTOM_FIELD_USES)


def _lock(actor: Actor, field_id: int) -> CustomField:
    return CustomField.objects.visible_to(actor).select_for_update().get(pk=field_id)


def _kind(kind: str) -> str:
    if kind not in CustomField.Kind.values:
        raise RuleBroken(_("Choose the kind of the field."), field="kind")
    return kind


def _key(label: str, taken: set[str]) -> str:
    """The label as a key: Gate code -> gate_code. Filters add _from and _to to keys: none ends in these."""
    stem = _NOT_KEY.sub("_", fold(label)).strip("_")[:50] or "field"
    if stem.endswith(("_from", "_to")):
        stem += "_"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def _taken(label: str) -> str:
    return _("There is a field “%(label)s” already.") % {"label": label}
