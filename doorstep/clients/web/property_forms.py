"""The forms of a property and of who has to do with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.clients.fields import PropertyFields
from doorstep.clients.forms import AddressForm
from doorstep.clients.models import Property, PropertyParty
from doorstep.core.webkit.forms import ActionForm
from doorstep.identity.models import Workspace
from doorstep.vocabulary.forms import PREFIX, custom_form_fields
from doorstep.vocabulary.models import CustomField

ADDRESS = ("line1", "line2", "line3", "town", "county", "postcode", "country")


class PropertyForm(AddressForm):
    """A place: its address, what it is, how to get in, its own fields."""

    label = forms.CharField(
        label=_("Name of the place"), max_length=80, required=False, help_text=_("Such as “Lake house”.")
    )
    building_type = forms.CharField(label=_("Building type"), max_length=60, required=False)
    vacant = forms.BooleanField(label=_("Vacant"), required=False)
    dormant = forms.BooleanField(label=_("Dormant: no work is planned there"), required=False)
    access_notes = forms.CharField(
        label=_("Access notes"), required=False, widget=forms.Textarea, help_text=_("Gate codes, keys, dogs.")
    )
    external_id = forms.CharField(label=_("Reference in another system"), max_length=80, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, workspace: Workspace, place: Property | None = None, **kwargs: Any
    ) -> None:
        if place:
            names = (*ADDRESS, "label", "version", *PropertyFields.__annotations__)
            kwargs["initial"] = {name: getattr(place, name) for name in names}
        super().__init__(*args, workspace=workspace, **kwargs)
        self.fields |= custom_form_fields(workspace, CustomField.On.PROPERTY, place.custom if place else None)

    def property_fields(self) -> PropertyFields:
        """What an action takes beside the address."""
        return {name: self.cleaned_data[name] for name in PropertyFields.__annotations__}  # type: ignore[return-value]  # names from the type itself

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The workspace's own fields, in their order."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]


class PartyForm(ActionForm):
    """Who owns, occupies, lets or pays for a place, and from when to when."""

    role = forms.ChoiceField(label=_("Role"), choices=PropertyParty.Role)
    name = forms.CharField(label=_("Name"), max_length=160, required=False)
    party = forms.TypedChoiceField(
        label=_("A customer of ours"), coerce=int, empty_value=None, required=False
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email"}),
    )
    from_on = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    to_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: it still holds. A new owner ends the former one."),
    )

    def __init__(
        self, *args: Any, parties: Any = (), row: PropertyParty | None = None, **kwargs: Any
    ) -> None:
        if row:
            names = ("role", "name", "phone", "email", "from_on", "to_on")
            kwargs["initial"] = {**{name: getattr(row, name) for name in names}, "party": row.party_id}
        super().__init__(*args, **kwargs)
        choices = [("", ""), *parties]
        if row and row.party:
            choices.append((row.party_id, row.party.name))
        self.offer("party", dict(choices).items())
        if row:
            self.fields["role"].disabled = True
