"""Exports of other systems that are recognised by their columns, and what those columns are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doorstep.core.text import fold

_MOST_OF_THEM = 0.75


@dataclass(frozen=True, slots=True)
class Profile:
    """`columns`: folded header -> field key ("" = leave out). `signs`: headers that tell it from others."""

    key: str
    label: str | Promise
    columns: Mapping[str, str]
    signs: frozenset[str]
    places_only: bool = False  # rows add properties to customers that are here already

    def fits(self, header: Sequence[str]) -> bool:
        """Whether the header is one of this system's."""
        given = {fold(name) for name in header}
        return len(self.signs & given) >= _MOST_OF_THEM * len(self.signs)


_EXOSERVA = {
    "first_name": "first_name",
    "last_name": "last_name",
    "business_name": "company_name",
    "phone": "phone",
    "email": "email",
    "address": "line1",
    "city": "town",
    "state": "county",
    "zip": "postcode",
    "source": "source",
    "tags": "tags",
}
_JOBBER = {
    "j-id": "reference",
    "display name": "full_name",
    "company name": "company_name",
    "title": "title",
    "first name": "first_name",
    "last name": "last_name",
    "main phone #s": "phone",
    "mobile phone #s": "mobile",
    "home phone #s": "home_phone",
    "work phone #s": "work_phone",
    "fax phone #s": "fax",
    "e-mails": "email",
    "email": "email",
    "emails": "email",
    "tags": "tags",
    "lead source": "source",
    "created date": "created",
    "service property name": "place_label",
    "service street 1": "line1",
    "service street 2": "line2",
    "service city": "town",
    "service state": "county",
    "service zip code": "postcode",
    "service country": "country",
    "billing street 1": "billing_line1",
    "billing street 2": "billing_line2",
    "billing city": "billing_town",
    "billing state": "billing_county",
    "billing zip code": "billing_postcode",
    "archived": "",
}
_HOUSECALL_PRO = {
    "customer id": "reference",
    "display name": "full_name",
    "first name": "first_name",
    "last name": "last_name",
    "company": "company_name",
    "email": "email",
    "mobile number": "mobile",
    "home number": "home_phone",
    "work number": "work_phone",
    "notifications enabled": "accepts_email",
    "lead source": "source",
    "tags": "tags",
    "notes": "notes",
    "created at": "created",
    "street": "line1",
    "street line 2": "line2",
    "city": "town",
    "state": "county",
    "zip": "postcode",
    "zip code": "postcode",
    "address_1 street line 1": "line1",
    "address_1 street line 2": "line2",
    "address_1 city": "town",
    "address_1 state": "county",
    "address_1 zip code": "postcode",
    "address_1 country": "country",
}
_QUICKBOOKS = {
    "name": "full_name",
    "full name": "full_name",
    "display name": "full_name",
    "customer": "full_name",
    "customer full name": "full_name",
    "company": "company_name",
    "company name": "company_name",
    "title": "title",
    "first name": "first_name",
    "last name": "last_name",
    "email": "email",
    "phone": "phone",
    "phone numbers": "phone",
    "mobile": "mobile",
    "fax": "fax",
    "street": "line1",
    "street address": "line1",
    "city": "town",
    "state": "county",
    "zip": "postcode",
    "country": "country",
    "terms": "payment_terms_days",
    "customer type": "type",
    "notes": "notes",
    "opening balance": "",
    "open balance": "",
    "opening balance date": "",
    "resale number": "",
    "website": "new",
}
_COMMUSOFT_PLACE = {
    "address line 1": "line1",
    "address line 2": "line2",
    "address line 3": "line3",
    "town": "town",
    "county": "county",
    "postcode": "postcode",
}
_COMMUSOFT = {
    **_COMMUSOFT_PLACE,
    "type": "type",
    "customer type": "type",
    "title": "title",
    "name": "first_name",
    "surname": "last_name",
    "company": "company_name",
    "company name": "company_name",
    "landline": "home_phone",
    "telephone": "home_phone",
    "mobile": "mobile",
    "email": "email",
    "advertising type": "source",
    "advertising source": "source",
    "customer reference": "reference",
    "uuid": "reference",
    "notes": "notes",
}
_COMMUSOFT_WORK_ADDRESSES = {
    **_COMMUSOFT_PLACE,
    "customer reference": "reference",
    "customer uuid": "reference",
    "customer": "full_name",
    "customer name": "full_name",
    "title": "occupier",
    "name": "occupier",
    "surname": "occupier",
    "landlord title": "landlord",
    "landlord name": "landlord",
    "landlord surname": "landlord",
    "landline": "",
    "mobile": "",
    "email": "",
    "branch": "new",
    "work address reference": "place_reference",
}

PROFILES: tuple[Profile, ...] = (
    Profile(
        "exoserva", "ExoServa", _EXOSERVA, frozenset({"first_name", "last_name", "business_name", "zip"})
    ),
    Profile("jobber", "Jobber", _JOBBER, frozenset({"j-id", "display name"})),
    Profile(
        "housecall-pro",
        "Housecall Pro",
        _HOUSECALL_PRO,
        frozenset({"mobile number", "home number", "first name", "last name"}),
    ),
    Profile(
        "commusoft-work-addresses",
        _("Commusoft, work addresses"),
        _COMMUSOFT_WORK_ADDRESSES,
        frozenset({"address line 1", "landlord name", "landlord surname"}),
        places_only=True,
    ),
    Profile(
        "commusoft",
        _("Commusoft, customers"),
        _COMMUSOFT,
        frozenset({"surname", "address line 1", "postcode", "town"}),
    ),
    Profile(
        "quickbooks",
        "QuickBooks",
        _QUICKBOOKS,
        frozenset({"open balance", "customer full name"}),
    ),
    Profile(
        "quickbooks",
        "QuickBooks",
        _QUICKBOOKS,
        frozenset({"opening balance", "opening balance date", "resale number"}),
    ),
)


def recognise(header: Sequence[str]) -> Profile | None:
    """The system whose export has such a header; the first that fits."""
    return next((profile for profile in PROFILES if profile.fits(header)), None)


def profile_named(key: str) -> Profile | None:
    """The profile with this key, None when there is none."""
    return next((profile for profile in PROFILES if profile.key == key), None)
