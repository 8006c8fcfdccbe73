"""Form fields for a workspace's own fields. They are named as the actions name them: "custom.<key>"."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doorstep.core.money import decimal_text
from doorstep.identity.models import Workspace
from doorstep.vocabulary.custom import CustomFields
from doorstep.vocabulary.models import CustomField, CustomFieldOption

PREFIX = "custom."
_Kind = CustomField.Kind


def custom_form_fields(
    workspace: Workspace, on: str, values: Mapping[str, Any] | None = None
) -> dict[str, forms.Field]:
    """One form field for each of the workspace's fields on that kind of record, filled with `values`."""
    own = CustomFields(workspace, on)
    return {
        f"{PREFIX}{key}": _form_field(own, field, (values or {}).get(key))
        for key, field in own.fields.items()
    }


def changed_custom(form: forms.Form) -> dict[str, Any]:
    """What was typed into the custom fields that were changed, by key, for an action's `custom`."""
    return {
        name.removeprefix(PREFIX): form.cleaned_data[name]
        for name in form.changed_data
        if name.startswith(PREFIX) and name in form.cleaned_data
    }


def _form_field(own: CustomFields, field: CustomField, value: Any) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "required": field.required, "initial": value}
    if field.kind == _Kind.CHECKBOX:
        return forms.BooleanField(**{**common, "required": False, "initial": bool(value)})
    if field.kind in {_Kind.CHOICE, _Kind.MULTI_CHOICE}:
        return _choice_field(own, field, value, common)
    if field.kind == _Kind.DATE:
        return forms.DateField(**common, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    if field.kind == _Kind.MONEY and value is not None:
        common["initial"] = decimal_text(int(value), own.workspace.currency)
    if field.kind == _Kind.NUMBER and value is not None:
        common["initial"] = f"{Decimal(str(value)):f}"
    return forms.CharField(
        **common, max_length=2000, widget=forms.TextInput(attrs=_KEYBOARDS.get(field.kind, {}))
    )


_KEYBOARDS: dict[str, dict[str, str]] = {
    _Kind.NUMBER: {"inputmode": "decimal"},
    _Kind.MONEY: {"inputmode": "decimal"},
    _Kind.URL: {"inputmode": "url", "placeholder": "https://"},
}


def _choice_field(own: CustomFields, field: CustomField, value: Any, common: dict[str, Any]) -> forms.Field:
    choices = [(option.key, option.label) for option in own.options[field.key]]
    chosen = value if isinstance(value, list) else [value] if value else []
    missing = [key for key in chosen if key not in dict(choices)]
    kept = CustomFieldOption.objects.filter(field=field, key__in=missing) if missing else ()
    choices += [(option.key, _("%(label)s (archived)") % {"label": option.label}) for option in kept]
    if field.kind == _Kind.CHOICE:
        return forms.ChoiceField(**common, choices=[("", ""), *choices])
    return forms.MultipleChoiceField(**common, choices=choices, widget=forms.CheckboxSelectMultiple)
