"""How forms look and answer: Tabler's classes on every control, broken rules beside their field."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from doorstep.core.errors import RuleBroken, StaleVersion

_PLAIN = (forms.HiddenInput, forms.MultipleHiddenInput)
_CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


class TablerBoundField(forms.BoundField):
    """A field that brings the classes its control needs, wherever a template writes it."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the design system's class and the invalid state to what Django sets."""
        built = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        classes = [str(built.get("class") or shown.attrs.get("class") or ""), self._control_class(shown)]
        if self.errors:
            classes.append("is-invalid")
        joined = " ".join(dict.fromkeys(" ".join(classes).split()))
        if joined:
            built["class"] = joined
        if isinstance(shown, forms.Textarea) and shown.attrs.get("rows") == "10":
            built["rows"] = "4"  # Django's default is taller than most notes
        return built

    @staticmethod
    def _control_class(widget: forms.Widget) -> str:
        if isinstance(widget, _PLAIN):
            return ""
        if isinstance(widget, _CHECKS):
            return "form-check-input"
        return "form-select" if isinstance(widget, forms.Select) else "form-control"

    @property
    def is_check(self) -> bool:
        """One checkbox: its label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def shows_optional(self) -> bool:
        """Whether to say that this may stay empty; required is the rule one need not mention twice."""
        return not self.field.required and not self.is_check


class FormRenderer(TemplatesSetting):
    """Forms and fields from doorstep/templates/forms/ (settings.FORM_RENDERER)."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    formset_template_name = "forms/formset.html"
    bound_field_class = TablerBoundField


class RulesMixin:
    """For forms behind an action: shows what the action refused as the form's own errors."""

    @contextmanager
    def showing_broken_rules(self: Any) -> Iterator[None]:
        """Turn RuleBroken into an error of its field, or of the whole form when the form lacks that field."""
        try:
            yield
        except RuleBroken as broken:
            field = broken.field if broken.field in self.fields else None
            self.add_error(field, str(broken.message))

    @property
    def status(self: Any) -> int:
        """The answer's status: 422 once the form has errors, else 200."""
        return 422 if self.is_bound and self.errors else 200


class ActionForm(RulesMixin, forms.Form):
    """The base of forms whose cleaned data goes to one action."""

    fields: dict[str, Any]  # a form knows which of its fields have choices

    def offer(
        self, name: str, choices: Iterable[tuple[Any, Any]], *, nothing: str | Promise | None = None
    ) -> None:
        """Let these be the choices of a field; `nothing`: the words of an empty one before them."""
        self.fields[name].choices = [*([] if nothing is None else [("", nothing)]), *choices]

    def show_what_others_saved(self, stale: StaleVersion) -> None:
        """Say at each field what it is by now. Sending the form again is then about that version."""
        sent = cast("QueryDict", self.data).copy()
        sent["version"] = str(stale.details["version"])
        self.data = sent
        for name, both in stale.details["fields"].items():
            if name in self.fields:
                words = gettext("Saved meanwhile: “%(theirs)s”. Save again to keep yours.")
                self.add_error(name, words % both)


class TypedWordField(forms.CharField):
    """Asks to type a word before something that cannot be undone; works without JavaScript."""

    default_error_messages = {"other": _("Type %(word)s exactly to go on.")}

    def __init__(self, *, word: str, **kwargs: Any) -> None:
        self.word = word
        kwargs.setdefault("label", _("To go on, type “%(word)s”") % {"word": word})
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        """The word itself, or an error that names it."""
        typed = str(super().clean(value))
        if typed != self.word:
            raise forms.ValidationError(
                self.error_messages["other"], code="other", params={"word": self.word}
            )
        return typed
