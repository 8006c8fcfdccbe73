"""What the parts of an address are called where the workspace is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class AddressWords:
    """The parts that no two countries call alike; `billing_…`: said of the address that invoices go to."""

    town: str
    county: str
    postcode: str
    billing_town: str
    billing_county: str
    billing_postcode: str


def address_words(country: str) -> AddressWords:
    """The words of a country (ISO 3166)."""
    if country == "US":
        return AddressWords(
            _("City"), _("State"), _("ZIP code"), _("Billing city"), _("Billing state"), _("Billing ZIP code")
        )
    return AddressWords(
        _("Town"), _("County"), _("Postcode"), _("Billing town"), _("Billing county"), _("Billing postcode")
    )
