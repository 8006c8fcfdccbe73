"""What a workspace can be set to, with names in the reader's language, and what a country usually has."""

import zoneinfo
from functools import lru_cache

from babel import Locale
from babel.numbers import get_currency_name, get_territory_currencies
from django.conf import settings
from django.utils.translation import get_language, to_locale

from doorstep.identity.models import Workspace

USUAL = {
    Workspace.Country.US: ("USD", "en-us", "America/New_York"),
    Workspace.Country.GB: ("GBP", "en-gb", "Europe/London"),
}
_FIRST_CURRENCIES = ("USD", "GBP", "EUR", "CAD", "AUD", "NZD")


def usual_for(country: str) -> tuple[str, str, str]:
    """Currency, language and time zone that a company in `country` most likely wants."""
    return USUAL[Workspace.Country(country)]


def languages() -> list[tuple[str, str]]:
    """The languages Doorstep speaks: (code, name)."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def currencies() -> list[tuple[str, str]]:
    """ISO 4217 codes with names, the usual ones first."""
    return list(_currencies(to_locale(get_language() or "en")))


@lru_cache(maxsize=8)
def _currencies(locale: str) -> tuple[tuple[str, str], ...]:
    territories = [str(code) for code in Locale("en").territories]
    in_use = {
        code
        for territory in territories
        if len(territory) == 2  # the others are continents
        for code in get_territory_currencies(territory)
    }
    codes = [*_FIRST_CURRENCIES, *sorted(in_use - set(_FIRST_CURRENCIES))]
    return tuple((code, f"{code} · {get_currency_name(code, locale=locale)}") for code in codes)


@lru_cache(maxsize=1)
def time_zones() -> tuple[tuple[str, str], ...]:
    """Time zones by the cities people know them by: (key, words)."""
    regions = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    keys = sorted(key for key in zoneinfo.available_timezones() if key.startswith(regions))
    return tuple((key, key.replace("_", " ").replace("/", " · ")) for key in [*keys, "UTC"])
