"""Parts of forms about people and places that several pages share: phone numbers and addresses."""

from collections.abc import Mapping, Sequence
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.clients.address_words import address_words
from doorstep.clients.inputs import AddressInput, PhoneInput
from doorstep.clients.models import ClientPhone
from doorstep.core.postal import fill_in, is_postcode
from doorstep.core.webkit.forms import ActionForm
from doorstep.identity.models import Workspace

#: Offered beside a number; one from anywhere else is typed with its "+".
_COUNTRIES: tuple[str, ...] = ("US", "CA", "MX", "GB", "IE", "FR", "DE", "ES", "PT", "IT", "NL", "CH", "PL")
_COUNTRIES += ("AU", "NZ", "IN", "PH", "CN", "JP", "BR", "CO", "DO", "GT", "PR")
_MOST_PHONES = 50


def _country_choices(first: str, own: str) -> list[tuple[str, str]]:
    codes = dict.fromkeys([first, own, *_COUNTRIES])
    return [(code, f"{code} +{phonenumbers.country_code_for_region(code)}") for code in codes]


class PhoneForm(forms.Form):
    """One phone number: as typed, of a kind, dialled from a country."""

    number = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind of phone"), choices=ClientPhone.Kind, required=False)
    country = forms.ChoiceField(label=_("Country of the number"), required=False)

    def __init__(self, *args: Any, default_country: str = "US", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        posted = str(self.data.get(self.add_prefix("country"), ""))
        own = posted if posted in phonenumbers.SUPPORTED_REGIONS else self.initial.get("country")
        country.choices = _country_choices(default_country, own or default_country)
        country.initial = default_country


def phone_formset(
    workspace: Workspace,
    posted: Mapping[str, Any] | None = None,
    phones: Sequence[ClientPhone] = (),
    *,
    blank: int = 1,
) -> Any:
    """A formset "phones": the stored numbers and `blank` empty rows, so that it works without JavaScript."""
    factory = forms.formset_factory(
        PhoneForm, extra=blank, can_delete=True, max_num=_MOST_PHONES, absolute_max=_MOST_PHONES * 2
    )
    initial = [
        {"number": phone.typed, "kind": phone.kind, "country": _country_of(phone, workspace.country)}
        for phone in phones
    ]
    kwargs = {"default_country": workspace.country}
    # What was posted stands for itself: rows that happen to equal a stored number are not "unchanged" blanks.
    shown = None if posted is not None else initial
    return factory(posted, prefix="phones", initial=shown, form_kwargs=kwargs)


def _country_of(phone: ClientPhone, default: str) -> str:
    """The country a stored number is of; one that all of +1 or +44 shares is the workspace's own."""
    if not phone.e164:
        return default
    number = phonenumbers.parse(phone.e164, None)
    if number.country_code == phonenumbers.country_code_for_region(default):
        return default
    return phonenumbers.region_code_for_number(number) or default


def phone_inputs(formset: Any) -> list[PhoneInput]:
    """The rows of a valid formset that hold a number and were not taken away."""
    rows = [form.cleaned_data for form in formset.forms]
    return [
        PhoneInput(typed=row["number"], kind=row.get("kind") or "mobile", country=row.get("country", ""))
        for row in rows
        if row.get("number") and not row.get("DELETE")
    ]


class AddressForm(ActionForm):
    """An address, with town and state filled in from a US ZIP code when they are left empty."""

    line1 = forms.CharField(
        label=_("Street address"), max_length=160, error_messages={"required": _("Enter the street address.")}
    )
    line2 = forms.CharField(label=_("Apartment, suite, unit"), max_length=160, required=False)
    line3 = forms.CharField(label=_("Address line 3"), max_length=160, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=16, required=False)
    town = forms.CharField(label=_("Town"), max_length=80, required=False)
    county = forms.CharField(label=_("County"), max_length=80, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=Workspace.Country, required=False)

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        self.fields["country"].initial = workspace.country
        for name in ("line1", "line2", "line3", "postcode", "town", "county"):
            # The customer's address, not the typist's: the browser must not fill in the office.
            self.fields[name].widget.attrs |= {"autocomplete": "off", "data-part": name}
        name_as_in(workspace.country, self)
        if workspace.country != Workspace.Country.US:
            self.fields["line2"].label = _("Address line 2")

    def clean(self) -> dict[str, Any]:
        """Check the postcode's form, and let it fill in what was left empty."""
        cleaned = super().clean() or self.cleaned_data
        country, postcode = cleaned.get("country") or self.workspace.country, cleaned.get("postcode", "")
        if postcode and not is_postcode(country, postcode):
            self.add_error("postcode", postcode_problem(country))
        names = ("town", "county")
        filled = fill_in(country, postcode, *(cleaned.get(name, "") for name in names))
        cleaned |= dict(zip(names, filled, strict=True))
        return cleaned

    def address(self, label: str = "") -> AddressInput:
        """What was typed, for an action."""
        names = ("line1", "line2", "line3", "town", "county", "postcode", "country")
        return AddressInput(**{name: self.cleaned_data.get(name, "") for name in names}, label=label)


def name_as_in(country: str, form: forms.Form, prefix: str = "") -> None:
    """City, State and ZIP code, or Town, County and Postcode."""
    words = address_words(country)
    form.fields[f"{prefix}town"].label = words.town
    form.fields[f"{prefix}county"].label = words.county
    form.fields[f"{prefix}postcode"].label = words.postcode


def postcode_problem(country: str) -> Any:
    """What is wrong with a postcode, in words for the one who typed it."""
    if country == Workspace.Country.GB:
        return _("A UK postcode looks like SW1A 1AA. Check it, or leave it empty.")
    return _("A ZIP code has five digits, such as 80202. Check it, or leave it empty.")
