"""Addresses from a map: a Photon or Nominatim server, when settings.GEOCODER_URL names one.

A map that is slow or gone must never disturb who is typing: no answer is an empty list and a line in the log.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import httpx
from django.conf import settings
from django.core.cache import cache

from doorstep.core.text import fold
from doorstep.core.us_states import state_code

logger = logging.getLogger(__name__)

_SECONDS = 1.5
_KEPT_SECONDS = 7 * 24 * 3600
_QUIET_SECONDS = 30  # after a failure, so that each letter typed does not wait again
_MOST = 5
_LARGEST = 512 * 1024
_FEWEST_LETTERS = 4
_QUIET = "geocoder:quiet"


@dataclass(frozen=True, slots=True)
class MapAddress:
    """An address as a map has it; `county` is the state's code in the USA. Degrees, WGS 84."""

    line1: str
    town: str
    county: str
    postcode: str
    country: str
    latitude: float
    longitude: float


def suggest_from_map(typed: str, country: str) -> list[MapAddress]:
    """Addresses in `country` (ISO 3166) that the map has for what was typed. Never raises."""
    if not settings.GEOCODER_URL or len(typed.strip()) < _FEWEST_LETTERS or cache.get(_QUIET):
        return []
    key = "geocoder:" + sha256(f"{country}|{fold(typed)}".encode()).hexdigest()
    known = cache.get(key)
    if known is not None:
        return [MapAddress(*row) for row in known]
    try:
        found = _ask(typed.strip()[:200], country)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError) as error:
        logger.warning("The geocoder did not answer: %s: %s", type(error).__name__, error)
        cache.set(_QUIET, True, _QUIET_SECONDS)
        return []
    rows = [
        (one.line1, one.town, one.county, one.postcode, one.country, one.latitude, one.longitude)
        for one in found
    ]
    cache.set(key, rows, _KEPT_SECONDS)
    return found


def _ask(typed: str, country: str) -> list[MapAddress]:
    photon = settings.GEOCODER_KIND != "nominatim"
    path, params = ("api", _photon_query(typed)) if photon else ("search", _nominatim_query(typed, country))
    address = f"{settings.GEOCODER_URL.rstrip('/')}/{path}"
    headers = {"User-Agent": "Doorstep", "Accept": "application/json"}
    answer = httpx.get(address, params=params, headers=headers, timeout=_SECONDS, follow_redirects=False)
    answer.raise_for_status()
    if len(answer.content) > _LARGEST:
        raise ValueError("the answer is too large")
    said = answer.json()
    places = _from_photon(said) if photon else _from_nominatim(said)
    fitting = (one for one in places if one.line1 and one.country == country)
    return list(dict.fromkeys(fitting))[:_MOST]


def _photon_query(typed: str) -> dict[str, str]:
    return {"q": typed, "limit": str(_MOST * 2), "lang": "en"}


def _nominatim_query(typed: str, country: str) -> dict[str, str]:
    return {
        "q": typed,
        "format": "jsonv2",
        "addressdetails": "1",
        "limit": str(_MOST),
        "countrycodes": country.lower(),
    }


def _from_photon(said: Any) -> Iterable[MapAddress]:
    for feature in said["features"]:
        about = feature["properties"]
        longitude, latitude = feature["geometry"]["coordinates"][:2]
        country = str(about.get("countrycode", "")).upper()
        street = about.get("street") or (about.get("name", "") if about.get("type") == "street" else "")
        yield _address(about, street, about.get("housenumber", ""), country, latitude, longitude)


def _from_nominatim(said: Any) -> Iterable[MapAddress]:
    for found in said:
        about = found["address"]
        country = str(about.get("country_code", "")).upper()
        number = about.get("house_number", "")
        yield _address(about, about.get("road", ""), number, country, found["lat"], found["lon"])


def _address(
    about: Mapping[str, Any], street: str, number: str, country: str, latitude: Any, longitude: Any
) -> MapAddress:
    towns = (about.get(name) for name in ("city", "town", "village", "hamlet", "suburb", "locality"))
    state, county = str(about.get("state", "")), str(about.get("county", ""))
    return MapAddress(
        line1=f"{number} {street}".strip() if street else "",
        town=str(next(filter(None, towns), "")),
        county=(state_code(state) or state) if country == "US" else county,
        postcode=str(about.get("postcode", "")),
        country=country,
        latitude=float(latitude),
        longitude=float(longitude),
    )
