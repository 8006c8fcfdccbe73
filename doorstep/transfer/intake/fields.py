"""The fields of a customer that a column of a spreadsheet can go to."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from doorstep.clients.address_words import AddressWords, address_words
from doorstep.core.tables import FieldSpec, Kind
from doorstep.vocabulary.models import CustomField

#: A column that becomes a new custom field (text) named after its header.
NEW_CUSTOM = "new"
CUSTOM = "custom."

_KINDS: dict[str, Kind] = {
    CustomField.Kind.NUMBER: "number",
    CustomField.Kind.MONEY: "money",
    CustomField.Kind.DATE: "date",
    CustomField.Kind.CHECKBOX: "checkbox",
    CustomField.Kind.URL: "url",
}


#: What lists call the column with the whole name.
_FULL_NAMES = (
    *("name", "display name", "customer name", "customer full name", "contact name"),
    *("customer", "client", "homeowner"),
)


def _names() -> list[FieldSpec]:
    return [
        FieldSpec("first_name", _("First name"), ("firstname", "given name", "forename"), "name"),
        FieldSpec("last_name", _("Last name"), ("surname", "family name", "lastname"), "name"),
        FieldSpec(
            "full_name",
            _("Full name"),
            _FULL_NAMES,
            "name",
        ),
        FieldSpec("title", _("Title"), ("salutation", "prefix")),
        FieldSpec(
            "company_name",
            _("Business name"),
            ("company", "business", "organisation", "organization", "business_name"),
        ),
        FieldSpec("type", _("Customer type"), ("type", "category", "customer category")),
        FieldSpec(
            "reference",
            _("Reference in the other system"),
            (
                "id",
                "j-id",
                "customer id",
                "client id",
                "external id",
                "uuid",
                "customer reference",
                "account number",
            ),
        ),
    ]


def _reaching() -> list[FieldSpec]:
    return [
        FieldSpec(
            "email", _("E-mail"), ("email", "e-mail address", "emails", "main email"), "email", many=True
        ),
        FieldSpec(
            "phone",
            _("Phone"),
            ("telephone", "phone number", "main phone", "main phone #s", "primary phone", "tel"),
            "phone",
            many=True,
        ),
        FieldSpec(
            "mobile",
            _("Mobile phone"),
            ("mobile", "cell", "mobile number", "mobile phone #s"),
            "phone",
            many=True,
        ),
        FieldSpec(
            "home_phone",
            _("Home phone"),
            ("landline", "home number", "home phone #s", "evening phone"),
            "phone",
            many=True,
        ),
        FieldSpec(
            "work_phone",
            _("Work phone"),
            ("office", "business phone", "work number", "work phone #s", "alternate phone"),
            "phone",
            many=True,
        ),
        FieldSpec("fax", _("Fax"), ("fax number", "fax #s"), "phone", many=True),
    ]


def _places(words: AddressWords) -> list[FieldSpec]:
    return [
        FieldSpec(
            "line1",
            _("Address"),
            (
                "street",
                "street address",
                "address 1",
                "address line 1",
                "street 1",
                "service street 1",
                "address_1 street line 1",
                "property address",
                "service address",
            ),
        ),
        FieldSpec(
            "line2",
            _("Address line 2"),
            ("address 2", "street 2", "service street 2", "unit", "apt", "suite", "address_1 street line 2"),
        ),
        FieldSpec("line3", _("Address line 3"), ("address 3", "street 3")),
        FieldSpec("town", words.town, ("city", "service city", "address_1 city", "post town", "city/town")),
        FieldSpec(
            "county",
            words.county,
            ("state", "county", "province", "region", "county or state", "service state", "address_1 state"),
            "state",
        ),
        FieldSpec(
            "postcode",
            words.postcode,
            ("zip", "zip code", "postal code", "post code", "service zip code", "address_1 zip code"),
            "postcode",
        ),
        FieldSpec("country", _("Country"), ("service country", "address_1 country"), "country"),
        *_on_site(),
    ]


def _on_site() -> list[FieldSpec]:
    return [
        FieldSpec("place_label", _("Name of the place"), ("property name", "site name", "location name")),
        FieldSpec("place_reference", _("Reference of the place"), ("property id", "site id", "location id")),
        FieldSpec("access_notes", _("Access notes"), ("gate code", "access", "entry notes", "key location")),
        FieldSpec("occupier", _("Occupier"), ("tenant", "occupant", "occupier name"), many=True),
        FieldSpec("landlord", _("Landlord"), ("landlord name",), many=True),
    ]


def _billing(words: AddressWords) -> list[FieldSpec]:
    return [
        FieldSpec("billing_name", _("Invoice to"), ("billing name", "bill to")),
        FieldSpec(
            "billing_line1",
            _("Billing address"),
            ("billing street", "billing street 1", "billing address line 1", "billing address 1"),
        ),
        FieldSpec("billing_line2", _("Billing address line 2"), ("billing street 2", "billing address 2")),
        FieldSpec("billing_town", words.billing_town, ("billing city",)),
        FieldSpec("billing_county", words.billing_county, ("billing state", "billing province")),
        FieldSpec("billing_postcode", words.billing_postcode, ("billing zip", "billing zip code")),
        FieldSpec("payment_terms_days", _("Payment terms (days)"), ("terms", "creditor days"), "number"),
        FieldSpec("account", _("Account"), ("parent", "parent account", "group")),
    ]


def _about() -> list[FieldSpec]:
    return [
        FieldSpec(
            "source",
            _("Source"),
            ("lead source", "advertising source", "referral source", "how did you hear", "advertising type"),
        ),
        FieldSpec("tags", _("Tags"), ("tag", "labels", "label", "groups"), many=True),
        FieldSpec(
            "assigned", _("Assigned member"), ("assigned to", "account manager", "salesperson", "sales rep")
        ),
        FieldSpec("notes", _("Internal notes"), ("note", "comments", "private notes", "remarks"), many=True),
        FieldSpec("customer_notes", _("Notes on invoices"), ("invoice notes", "customer notes")),
        FieldSpec(
            "created",
            _("Customer since"),
            ("created", "created date", "date added", "customer since"),
            "date",
        ),
        FieldSpec(
            "accepts_email", _("Accepts e-mail"), ("email opt in", "notifications enabled"), "checkbox"
        ),
        FieldSpec("accepts_sms", _("Accepts text messages"), ("sms opt in", "text opt in"), "checkbox"),
        FieldSpec(
            "accepts_marketing", _("Accepts marketing"), ("marketing opt in", "subscribed"), "checkbox"
        ),
    ]


def field_specs(custom: Sequence[CustomField] = (), country: str = "") -> list[FieldSpec]:
    """Every field, in the order of the picker; the workspace's custom fields of customers last.

    `country`: whose words for an address the labels have; the keys are the same everywhere.
    """
    return [spec for _label, specs in field_groups(custom, country) for spec in specs]


def field_groups(custom: Sequence[CustomField], country: str) -> list[tuple[str, list[FieldSpec]]]:
    """The fields under the headings of the picker, in the words of the country."""
    words = address_words(country)
    own = [
        FieldSpec(CUSTOM + field.key, field.label, kind=_KINDS.get(field.kind, "text")) for field in custom
    ]
    groups = [
        (_("Who"), _names()),
        (_("How to reach them"), _reaching()),
        (_("Where"), _places(words)),
        (_("Billing"), _billing(words)),
        (_("About them"), _about()),
    ]
    return [*groups, (_("Your own fields"), own)] if own else groups
