"""What two people changed at the same time, side by side in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from doorstep.customers.web.form_fields import REFERENCES, CustomerForm
from doorstep.vocabulary.forms import PREFIX

_FIELD_OF = {column: name for name, column in REFERENCES.items()}


@dataclass(frozen=True, slots=True)
class Clash:
    """One field: what it says in the form, and what somebody saved meanwhile."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str


def clashes_of(
    form: CustomerForm, mine: Mapping[str, Any], theirs: Mapping[str, Any], chosen: Mapping[str, str]
) -> list[Clash]:
    """Both values of each field in `theirs`, in words. `chosen`: what was decided already."""
    return [
        Clash(
            name=name,
            label=_label(form, name),
            mine=_words(form, name, mine.get(name)),
            theirs=_stored_words(form, name, value),
            chosen=chosen.get(name, ""),
        )
        for name, value in theirs.items()
    ]


def _label(form: CustomerForm, name: str) -> str:
    if name == "phones":
        return _("Phones")
    field = form.fields.get(_FIELD_OF.get(name, name))
    return str(field.label) if field else name


def _stored_words(form: CustomerForm, name: str, value: Any) -> str:
    field = form.fields.get(name)
    if name.startswith(PREFIX) and field and value is not None and not _labels(field):
        return str(field.initial)  # amounts and numbers as a form writes them
    return _words(form, name, value)


def _words(form: CustomerForm, name: str, value: Any) -> str:
    if value is None or value in ("", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "phones":
        return ", ".join(typed for _kind, typed, _e164 in value)
    field = form.fields.get(_FIELD_OF.get(name, name))
    labels = _labels(field) if field else {}
    values = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(one), str(one)) for one in values)


def _labels(field: forms.Field) -> dict[str, str]:
    choices = getattr(field, "choices", None) or getattr(field.widget, "choices", ())
    return {str(key): str(label) for key, label in choices or ()}
