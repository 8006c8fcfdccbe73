"""The forms of files; their cleaned data goes to one action each."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import Property
from doorstep.core.errors import StaleVersion
from doorstep.core.webkit.forms import ActionForm
from doorstep.files.fields import FileFields
from doorstep.files.models import StoredFile
from doorstep.identity.actor import Actor

_BY_CONTENT = ("", _("By content"))


class _PlaceForm(ActionForm):
    """A file may belong to a place of its customer."""

    property_id = forms.TypedChoiceField(
        label=_("Place"), required=False, coerce=int, empty_value=None, show_hidden_initial=True
    )

    def __init__(self, *args: Any, actor: Actor, client_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Property.objects.visible_to(actor).filter(client_id=client_id)
        field = self.fields["property_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "–"), *((place.pk, str(place)) for place in places)]


class UploadForm(_PlaceForm):
    """What all files of one upload have in common; the files themselves are read from the request."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[_BY_CONTENT, *StoredFile.Kind.choices])

    def given(self) -> FileFields:
        """What was chosen."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value not in {"", None}}
        return cast("FileFields", chosen)


class EditForm(_PlaceForm):
    """What is said about a file. Each field remembers what it showed, so that only changes are saved."""

    name = forms.CharField(label=_("Name"), max_length=120, show_hidden_initial=True)
    description = forms.CharField(
        label=_("Description"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        show_hidden_initial=True,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=StoredFile.Kind.choices, show_hidden_initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("name", "description", "kind", "property_id")

    def __init__(self, *args: Any, actor: Actor, row: StoredFile, **kwargs: Any) -> None:
        initial = {name: getattr(row, name) for name in (*FileFields.__annotations__, "version")}
        super().__init__(*args, actor=actor, client_id=row.client_id, initial=initial, **kwargs)

    def given(self) -> FileFields:
        """What the person changed."""
        return cast("FileFields", {name: self.cleaned_data[name] for name in self._changed_names()})

    def seen(self) -> dict[str, Any]:
        """What the form showed in the fields the person changed."""
        shown: dict[str, Any] = {}
        for name in self._changed_names():
            field, box = self.fields[name], self[name]
            raw = field.hidden_widget().value_from_datadict(self.data, self.files, box.html_initial_name)
            with suppress(forms.ValidationError):  # a place that is not there any more
                shown[name] = field.clean(raw)
        return shown

    def _changed_names(self) -> list[str]:
        return [name for name in self.changed_data if name in FileFields.__annotations__]

    @contextmanager
    def showing_clash(self) -> Iterator[None]:
        """Say at each field a rival changed what it is now; saving once more keeps what was typed here."""
        try:
            yield
        except StaleVersion as stale:
            for name, both in stale.details["fields"].items():
                words = _("Somebody else changed this to “%(theirs)s”. Save again to keep yours.")
                self.add_error(name, words % {"theirs": self._shown(name, both["theirs"])})
            typed = {name: self.data[name] for name in self.data}
            self.data = {**typed, "version": str(stale.details["version"])}

    def _shown(self, name: str, value: Any) -> Any:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return dict(field.choices).get(value, "–")  # type: ignore[arg-type]  # a list of pairs
        return value
