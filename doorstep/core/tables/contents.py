"""What the values of a column look like: e-mail addresses, phone numbers, postcodes, dates or amounts."""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from doorstep.core.postal import is_postcode, state_code
from doorstep.core.text import digits

Kind = Literal[
    "text",
    "name",
    "phone",
    "email",
    "postcode",
    "state",
    "country",
    "date",
    "money",
    "number",
    "checkbox",
    "url",
]

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_URL = re.compile(r"(?:https?://|www\.)\S+|[a-z0-9\-]+\.(?:com|org|net|io|co\.uk)(?:/\S*)?", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s().\-/]{7,24}(?:\s*(?:x|ext\.?|extension|#)\s*\d{1,6})?", re.IGNORECASE)
_PHONE_DIGITS = range(7, 16)
_PLAIN_PHONE_DIGITS = range(10, 14)  # fewer without a space or a dash are a customer number or a ZIP code
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}[\s\-]{_MONTH}[\s\-,]+\d{{2,4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}})(?:[T\s].*)?",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[-(]?\s*(?:[$£€]\s*-?\d[\d.,\s]*|\d[\d.,\s]*\s*(?:[$£€]|USD|EUR|GBP)|-?\d[\d,]*\.\d\d)\)?"
)
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_CHECKBOX = frozenset({"yes", "no", "true", "false", "y", "n", "t", "f", "x", "✓", "✔", "on", "off"})


def _is_phone(value: str) -> bool:
    count = len(digits(value))
    if not _PHONE.fullmatch(value) or _DATE.fullmatch(value) or count not in _PHONE_DIGITS:
        return False
    return not value.isdecimal() or count in _PLAIN_PHONE_DIGITS


def _is_postcode(value: str) -> bool:
    return any(is_postcode(country, value) for country in ("US", "GB", "CA"))


LOOKS: dict[Kind, Callable[[str], bool]] = {
    "email": lambda value: _EMAIL.fullmatch(value) is not None,
    "url": lambda value: _URL.fullmatch(value) is not None,
    "date": lambda value: _DATE.fullmatch(value) is not None,
    "phone": _is_phone,
    "state": lambda value: bool(state_code(value)),
    "postcode": _is_postcode,
    "money": lambda value: _MONEY.fullmatch(value) is not None,
    "checkbox": lambda value: value.lower() in _CHECKBOX,
    "number": lambda value: _NUMBER.fullmatch(value) is not None,
}
"""From the most telling to the least: a column of dates is not one of numbers."""


def share_that_looks(values: Sequence[str], kind: Kind) -> float | None:
    """How many of the values look like `kind`, 0 to 1; None when that kind cannot be told by looking."""
    looks = LOOKS.get(kind)
    if looks is None or not values:
        return None
    return sum(1 for value in values if looks(value.strip())) / len(values)
