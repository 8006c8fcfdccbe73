"""Postcodes: their format per country, and the town, county and state behind a US ZIP code, offline."""

import re
from dataclasses import dataclass
from functools import lru_cache

from doorstep.core.text import clean_cell, digits
from doorstep.core.us_states import STATES, state_code, state_name

__all__ = [
    "STATES",
    "Place",
    "fill_in",
    "is_postcode",
    "lookup_postcode",
    "normalise_postcode",
    "postcode_key",
    "state_code",
    "state_name",
]

_ZIP = re.compile(r"\d{5}(?:-\d{4})?", re.ASCII)
_ZIP_TYPED = re.compile(r"(\d{3,5})(?:[.,]0+)?(?:[\s\-–—]+(\d{4}))?", re.ASCII)
_ZIP_DIGITS = 5
_ZIP_PLUS_FOUR = range(8, 10)  # "21391234": nine digits, or eight when the leading zero is lost
# Area, district, sector and unit as the Royal Mail forms them; GIR 0AA and the forces' BFPO stand alone.
_UK = re.compile(
    r"(?:GIR 0AA|BFPO \d{1,4}|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY])"
    r" \d[ABD-HJLNP-UW-Z]{2})"
)
_CANADA = re.compile(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d")
_FORMATS = {"US": _ZIP, "PR": _ZIP, "GB": _UK, "CA": _CANADA}
_NOT_CODE = re.compile(r"[^0-9A-Z]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a postcode is; degrees north and east."""

    town: str
    county: str
    state: str
    latitude: float
    longitude: float


def normalise_postcode(country: str, typed: str) -> str:
    """`typed` in the country's own writing; "2139" -> "02139" (US), "sw1a1aa" -> "SW1A 1AA" (GB).

    A spreadsheet drops the leading zero of a ZIP code: it comes back. What has no known form is only cleaned.
    """
    text = clean_cell(typed)
    if country in {"US", "PR"}:
        return _zip(text)
    if country in {"GB", "CA"}:
        in_two = _in_two(text)
        if _FORMATS[country].fullmatch(in_two):
            return in_two
    return " ".join(text.upper().split())


def is_postcode(country: str, typed: str) -> bool:
    """Whether it has the country's form; True where no form is known."""
    known = _FORMATS.get(country)
    return known is None or known.fullmatch(normalise_postcode(country, typed)) is not None


def postcode_key(country: str, typed: str) -> str:
    """A postcode for matching: a US ZIP by its first five digits, others without spaces and in capitals."""
    code = normalise_postcode(country, typed)
    if country in {"US", "PR"} and _ZIP.fullmatch(code):
        return code[:_ZIP_DIGITS]
    return _NOT_CODE.sub("", code.upper())


def lookup_postcode(country: str, code: str) -> Place | None:
    """Town, county, state and centre of a US ZIP code; None for another country or an unknown code."""
    return _zip_place(postcode_key(country, code)) if country == "US" else None


def fill_in(country: str, code: str, town: str, county: str) -> tuple[str, str]:
    """Town and county as an address keeps them: a US state by its code, what is empty by the ZIP code."""
    if country != "US":
        return town, county
    state = state_code(county) or county
    if not code or (town and state):
        return town, state
    found = lookup_postcode(country, code)
    return (town or found.town, state or found.state) if found else (town, state)


@lru_cache(maxsize=16_384)
def _zip_place(zip_code: str) -> Place | None:
    if not _ZIP.fullmatch(zip_code):
        return None
    import zipcodes  # 42,000 codes are unpacked at the first look-up (0.3 s), so late

    for found in zipcodes.matching(zip_code):  # type: ignore[no-untyped-call]  # it has no types
        return Place(
            town=found["city"],
            county=found["county"],
            state=found["state"],
            latitude=float(found["lat"]),
            longitude=float(found["long"]),
        )
    return None


def _zip(text: str) -> str:
    if typed := _ZIP_TYPED.fullmatch(text):
        first, plus_four = typed.groups()
        return first.zfill(_ZIP_DIGITS) + (f"-{plus_four}" if plus_four else "")
    bare = digits(text)
    if text.isdecimal() and len(bare) in _ZIP_PLUS_FOUR:
        bare = bare.zfill(9)
        return f"{bare[:_ZIP_DIGITS]}-{bare[_ZIP_DIGITS:]}"
    return text


def _in_two(text: str) -> str:
    """Capitals with one space before the last three, as Britain and Canada write them."""
    bare = _NOT_CODE.sub("", text.upper())
    return f"BFPO {bare[4:]}" if bare.startswith("BFPO") else f"{bare[:-3]} {bare[-3:]}"
