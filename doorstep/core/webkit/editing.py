"""Forms that know what they showed, so that two people can edit one record."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.core.errors import StaleVersion
from doorstep.core.webkit.forms import ActionForm


class EditForm(ActionForm):
    """A form for a new row, or (`row`) for an edit of which only what was changed goes to the action.

    `names`: its fields that the action knows, which are attributes of the row too.
    """

    names: ClassVar[tuple[str, ...]] = ()

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in (*self.names, "version")}
        super().__init__(*args, **kwargs)
        self.is_edit = row is not None
        for name in self.names:
            self.fields[name].show_hidden_initial = self.is_edit
        if not self.is_edit:
            del self.fields["version"]

    def given(self) -> dict[str, Any]:
        """What the person filled in, or, in an edit, changed."""
        return {name: self.cleaned_data[name] for name in self._given_names()}

    def seen(self) -> dict[str, Any]:
        """What the form showed in the fields that the person changed."""
        shown: dict[str, Any] = {}
        for name in self._given_names():
            field, box = self.fields[name], self[name]
            raw = field.hidden_widget().value_from_datadict(self.data, self.files, box.html_initial_name)
            with suppress(forms.ValidationError):  # a choice that is not offered any more
                value = field.clean(raw)
                # Browsers send line breaks in their own way.
                shown[name] = value.replace("\r\n", "\n") if isinstance(value, str) else value
        return shown

    @contextmanager
    def showing_clash(self) -> Iterator[None]:
        """Say at each field a rival changed what it is now; saving once more keeps what was typed here."""
        try:
            yield
        except StaleVersion as stale:
            for name, values in stale.details["fields"].items():
                words = _("Somebody else changed this to “%(theirs)s”. Save again to keep yours.")
                self.add_error(name, words % {"theirs": self._written(name, values["theirs"])})
            typed = {name: self.data[name] for name in self.data}  # one value each, not a QueryDict's lists
            self.data = {**typed, "version": str(stale.details["version"])}

    def _given_names(self) -> list[str]:
        changed = set(self.changed_data)
        return [name for name in self.names if not self.is_edit or name in changed]

    def _written(self, name: str, value: Any) -> Any:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return dict(field.choices).get(value, "–")  # type: ignore[arg-type]  # a list of pairs
        if isinstance(field, forms.BooleanField):
            return _("yes") if value else _("no")
        return "–" if value in (None, "") else field.prepare_value(value)
