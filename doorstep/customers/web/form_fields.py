"""The form of a customer: everything of one person or business on one page."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doorstep.clients.forms import AddressForm, name_as_in, postcode_problem
from doorstep.clients.models import Client
from doorstep.core.emails import read_email
from doorstep.core.postal import is_postcode
from doorstep.customers.fields import CustomerFields
from doorstep.customers.models import Account, Customer, CustomerType
from doorstep.customers.web.form_widgets import NEW, PickMany, TypeChoice, pick_one
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.forms import PREFIX, custom_form_fields
from doorstep.vocabulary.models import CustomField, Source, Tag

#: Form fields that stand for a column of another name.
REFERENCES = {name: f"{name}_id" for name in ("type", "account", "source", "assigned_to", "sold_by")}
BILLING = ("name", "line1", "line2", "line3", "town", "county", "postcode", "country")
ADDRESS = ("line1", "line2", "line3", "town", "county", "postcode", "country")
_MOST_OFFERED = 300

_TEXT = {"autocomplete": "off"}


class CustomerForm(AddressForm):
    """Names, ways to reach, the first property's address, billing, preferences, notes and own fields.

    Phone numbers are a formset beside it (clients.forms.phone_formset).
    """

    type = forms.TypedChoiceField(label=_("Type"), coerce=int, widget=TypeChoice)
    first_name = forms.CharField(label=_("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=80, required=False)
    company_name = forms.CharField(label=_("Company name"), max_length=160, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    different_billing = forms.BooleanField(label=_("Invoices go to a different address"), required=False)
    billing_name = forms.CharField(label=_("Invoice to"), max_length=160, required=False)
    billing_line1 = forms.CharField(label=_("Billing address"), max_length=160, required=False)
    billing_line2 = forms.CharField(label=_("Address line 2"), max_length=160, required=False)
    billing_line3 = forms.CharField(label=_("Address line 3"), max_length=160, required=False)
    billing_postcode = forms.CharField(label=_("Postcode"), max_length=16, required=False)
    billing_town = forms.CharField(label=_("Town"), max_length=80, required=False)
    billing_county = forms.CharField(label=_("County"), max_length=80, required=False)
    billing_country = forms.ChoiceField(label=_("Country"), required=False)
    source = pick_one(_("Source"), help_text=_("How they found you."))
    tags = forms.Field(label=_("Tags"), required=False, widget=PickMany)
    account = pick_one(
        _("Account"), help_text=_("The group they are billed under, for chains and franchises.")
    )
    assigned_to = pick_one(_("Assigned to"), help_text=_("Who looks after them."))
    sold_by = pick_one(_("Sold by"))
    payment_terms_days = forms.IntegerField(
        label=_("Payment terms (days)"), required=False, min_value=0, max_value=365
    )
    preferred_payment_method = forms.ChoiceField(label=_("Preferred payment method"), required=False)
    billing_frequency = forms.ChoiceField(label=_("Billing frequency"), required=False)
    accepts_email = forms.BooleanField(label=_("E-mail"), required=False, initial=True)
    accepts_sms = forms.BooleanField(label=_("Text messages"), required=False, initial=True)
    accepts_calls = forms.BooleanField(label=_("Calls"), required=False, initial=True)
    accepts_post = forms.BooleanField(label=_("Post"), required=False, initial=True)
    accepts_marketing = forms.BooleanField(label=_("Marketing"), required=False, initial=True)
    after_sales = forms.BooleanField(label=_("After-sales messages"), required=False, initial=True)
    internal_notes = forms.CharField(
        label=_("Internal notes"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Only the team sees these."),
    )
    customer_notes = forms.CharField(
        label=_("Notes on invoices"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Printed on each invoice."),
    )
    external_id = forms.CharField(label=_("Reference in another system"), max_length=80, required=False)

    def __init__(self, *args: Any, actor: Actor, customer: Customer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, workspace=actor.workspace, **kwargs)
        self.actor = actor
        self.customer = customer
        self._offer_choices(customer)
        name_as_in(actor.workspace.country, self, "billing_")
        for name in (
            "first_name",
            "last_name",
            "company_name",
            "billing_name",
            "billing_line1",
            "external_id",
        ):
            self.fields[name].widget.attrs |= _TEXT
        self.fields["email"].widget.attrs |= {**_TEXT, "inputmode": "email", "autocapitalize": "off"}
        self.fields["payment_terms_days"].widget.attrs |= {"inputmode": "numeric"}
        custom = customer.client.custom if customer else None
        self.fields |= custom_form_fields(actor.workspace, CustomField.On.CUSTOMER, custom)

    def _offer_choices(self, customer: Customer | None) -> None:
        """The workspace's own rows as choices; what the customer has stays one even when it is archived."""
        has = {name: getattr(customer, column, None) for name, column in REFERENCES.items()}
        if customer:
            has |= {"source": customer.client.source_id, "assigned_to": customer.client.assigned_to_id}
        types = self._rows(CustomerType, has["type"])
        self.kinds = {row.pk: row.kind for row in types}
        self.offer("type", [(row.pk, row.name) for row in types])
        self.fields["type"].widget.kinds = self.kinds
        members = (
            Membership.objects.visible_to(self.actor).select_related("user").order_by("user__name", "pk")
        )
        kept = {has["assigned_to"], has["sold_by"]}
        people = [(one.pk, str(one)) for one in members if not one.ended_at or one.pk in kept]
        self._offer("source", [(row.pk, row.name) for row in self._rows(Source, has["source"])])
        accounts = self._rows(Account, has["account"], str(self.data.get("account", "")))
        self._offer("account", [(row.pk, row.name) for row in accounts])
        if len(accounts) >= _MOST_OFFERED:
            self.fields["account"].widget.attrs["data-load"] = f"{reverse('customers:account-options')}?q="
        self._offer("assigned_to", people)
        self._offer("sold_by", people)
        self._offer("billing_country", self.fields["country"].choices)
        self._offer("preferred_payment_method", Customer.PaymentMethod.choices)
        self._offer("billing_frequency", Customer.BillingFrequency.choices)
        tags = self.fields["tags"].widget
        tags.choices = [(str(tag.pk), tag.name) for tag in Tag.objects.visible_to(self.actor)]
        if self.actor.can(MANAGE_SETTINGS):
            tags.attrs["data-create"] = NEW

    def _rows(self, model: Any, has: int | None, posted: str = "") -> list[Any]:
        """Those in use, the one the customer has and, of a list too long to offer whole, the posted one."""
        visible = model.objects.visible_to(self.actor)
        rows = list(visible.filter(archived_at=None)[:_MOST_OFFERED])
        missing = {has, int(posted) if posted.isdecimal() and len(posted) < 19 else None}
        missing -= {None, *(row.pk for row in rows)}
        if missing:
            current = Q(pk=has) | Q(archived_at=None)
            rows += visible.filter(current, pk__in=missing)
        return rows

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        self.offer(name, choices, nothing="")

    def clean_tags(self) -> tuple[list[int], list[str]]:
        """Ids of tags that exist, and names of tags to be made."""
        known = {value for value, _name in self.fields["tags"].widget.choices}
        given = self.cleaned_data["tags"] or []
        names = [value.removeprefix(NEW).strip() for value in given if value.startswith(NEW)]
        if names and not self.actor.can(MANAGE_SETTINGS):
            raise forms.ValidationError(_("Only those who may change settings can make new tags."))
        return [int(value) for value in given if value in known], list(dict.fromkeys(filter(None, names)))

    def clean_email(self) -> str:
        """The address as it is written to; what is wrong with it stands beside the field."""
        typed = self.cleaned_data["email"]
        try:
            return read_email(typed).address if typed else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """What depends on the type, and the billing address."""
        cleaned = super().clean()
        company = self.kinds.get(cleaned.get("type", 0)) == Client.Kind.COMPANY
        if company and not cleaned.get("company_name"):
            self.add_error("company_name", _("Enter the business name."))
        if not company and not cleaned.get("last_name"):
            self.add_error("last_name", _("Enter the last name."))
        self._clean_billing(cleaned)
        return cleaned

    def _clean_billing(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("different_billing"):
            cleaned |= {f"billing_{name}": "" for name in BILLING}
            return
        if not cleaned.get("billing_line1"):
            self.add_error(
                "billing_line1", _("Enter the address that invoices go to, or untick the box above.")
            )
        cleaned["billing_country"] = cleaned.get("billing_country") or self.workspace.country
        postcode = cleaned.get("billing_postcode", "")
        if postcode and not is_postcode(cleaned["billing_country"], postcode):
            self.add_error("billing_postcode", postcode_problem(cleaned["billing_country"]))

    def customer_fields(self) -> CustomerFields:
        """The cleaned values under the names that the actions know."""
        values: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            column = REFERENCES.get(name, name)
            if column in CustomerFields.__annotations__:
                values[column] = (value or None) if name in REFERENCES else value
        return values  # type: ignore[return-value]  # names from the type itself

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The workspace's own fields, in their order."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    @property
    def preferences(self) -> list[forms.BoundField]:
        """How they may be reached."""
        names = ("accepts_email", "accepts_sms", "accepts_calls", "accepts_post", "accepts_marketing")
        return [self[name] for name in (*names, "after_sales")]

    @property
    def kind(self) -> str:
        """Of the chosen type: "person" or "company"."""
        chosen = self["type"].value()
        return self.kinds.get(int(chosen), Client.Kind.PERSON) if str(chosen or "").isdigit() else "person"


def read_json(text: str) -> dict[str, Any]:
    """A hidden field's JSON; {} when somebody changed it into something else."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return dict(found) if isinstance(found, Mapping) else {}
