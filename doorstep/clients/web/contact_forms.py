"""The form of a contact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.clients.fields import ContactFields
from doorstep.clients.models import Client, Contact
from doorstep.core.webkit.forms import ActionForm

_PREFERENCES = ("accepts_email", "accepts_sms", "accepts_calls")


class ContactForm(ActionForm):
    """A person to talk to; phone numbers are a formset beside it.

    Preferences without an address for them start ticked: the action keeps them only once there is one.
    """

    title = forms.CharField(label=_("Title"), max_length=20, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    position = forms.CharField(label=_("Position"), max_length=80, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Contact.Role)
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email"}),
    )
    is_primary = forms.BooleanField(label=_("Primary contact"), required=False)
    accepts_email = forms.BooleanField(label=_("E-mail"), required=False, initial=True)
    accepts_sms = forms.BooleanField(label=_("Text messages"), required=False, initial=True)
    accepts_calls = forms.BooleanField(label=_("Calls"), required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, client: Client, contact: Contact | None = None, kinds: Any = (), **kwargs: Any
    ) -> None:
        if contact:
            names = (*ContactFields.__annotations__, "version")
            kwargs["initial"] = {name: getattr(contact, name) for name in names} | _ticked(
                contact, set(kinds)
            )
        super().__init__(*args, **kwargs)
        for name in ("title", "first_name", "last_name", "position", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if client.kind != Client.Kind.PERSON:
            del self.fields["is_primary"]

    def contact_fields(self) -> ContactFields:
        """What an action takes beside the numbers."""
        names = ContactFields.__annotations__.keys() & self.cleaned_data.keys()
        return {name: self.cleaned_data[name] for name in names}  # type: ignore[return-value]  # names from the type itself

    @property
    def preferences(self) -> list[forms.BoundField]:
        """How they may be reached."""
        return [self[name] for name in _PREFERENCES]


def _ticked(contact: Contact, kinds: set[str]) -> dict[str, bool]:
    return {
        "accepts_email": contact.accepts_email or not contact.email,
        "accepts_sms": contact.accepts_sms or "mobile" not in kinds,
        "accepts_calls": contact.accepts_calls or not kinds - {"fax"},
    }
