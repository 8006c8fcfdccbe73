"""The forms of the lists in the settings."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.forms import ActionForm
from doorstep.vocabulary.models import CustomField, Tag


class TagForm(ActionForm):
    """A tag. Whether a name like another's is meant is asked only when it is one."""

    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    colour = forms.ChoiceField(label=_("Colour"), choices=Tag.Colour, initial=Tag.Colour.GREY)
    although_similar = forms.BooleanField(
        label=_("Yes, I want both"), required=False, widget=forms.HiddenInput
    )

    @contextmanager
    def asking_about_near_misses(self) -> Iterator[None]:
        """As showing_broken_rules; a name like another's brings the question with it."""
        with self.showing_broken_rules():
            try:
                yield
            except RuleBroken as broken:
                if broken.details.get("near_miss"):
                    self.fields["although_similar"].widget = forms.CheckboxInput()
                raise


class SourceForm(ActionForm):
    """A source."""

    name = forms.CharField(
        label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class NewFieldForm(ActionForm):
    """A custom field that is to be made."""

    label = forms.CharField(
        label=_("Label"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    on = forms.ChoiceField(
        label=_("On"), choices=CustomField.On, widget=forms.RadioSelect, initial="customer"
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=CustomField.Kind,
        help_text=_("It can be changed as long as no record has a value."),
    )
    options = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For a choice or several choices: one on each line."),
    )
    required = forms.BooleanField(label=_("Required"), required=False)

    def clean_options(self) -> list[str]:
        """One choice on each line."""
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]


class FieldForm(ActionForm):
    """A custom field that is there. Its key stays."""

    label = forms.CharField(label=_("Label"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=CustomField.Kind)
    required = forms.BooleanField(label=_("Required"), required=False)


class OptionForm(ActionForm):
    """A choice of a field."""

    label = forms.CharField(
        label=_("Choice"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
