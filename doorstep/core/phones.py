"""Phone numbers: read what people type, keep it, and know the number behind it in every spelling."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher, ValidationResult

from doorstep.core.text import clean_cell, digits

# The countries that share +1: their ten digits are read directly, which is twice as fast as the general way.
_PLUS_ONE = frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1])
_TEN_DIGITS = re.compile(
    r"(?:\+?1[ .\-]*)?\(?([2-9]\d\d)\)?[ .\-/]*([2-9]\d\d)[ .\-]*(\d{4})"
    r"(?:[ ,.]*(?:x|ext\.?|extension|#)[ .:]*(\d{1,7}))?",
    re.ASCII | re.IGNORECASE,
)
# Likewise countries where a number at home is a zero and the digits that follow the country's code abroad.
_ZERO_FIRST = {"GB": 44, "IE": 353, "AU": 61, "NZ": 64}
_ZERO_DIGITS = re.compile(r"\(?0[1-9](?:[ .\-()]*\d){6,9}", re.ASCII)
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_DOUBLE_ZERO = re.compile(r"\A\W*00(?=[\W]*[1-9])")
_LETTERS = re.compile(r"[^\W\d_]")
_BETWEEN_NUMBERS = re.compile(r"\s*(?:[;|\n]|\s/\s|\bor\b|,(?=\s*\+?\(?\d{3}))\s*", re.IGNORECASE)

_FEWEST_DIGITS = 5
_FEWEST_DIGITS_ABROAD = 11
_LONGEST_TYPED = 250  # what the library reads; longer is a note, not a number


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number as typed and as understood.

    `e164`: "+16175550123", or "" when no number could be read (then only `typed` is known).
    `national_digits`: as dialled inside its country, trunk prefix included ("02079460018").
    `possible`: the length is right; `valid`: the numbering plan has such a number, looked up when asked.
    """

    typed: str
    e164: str
    extension: str
    national_digits: str
    possible: bool

    @property
    def valid(self) -> bool:
        return bool(self.e164) and phonenumbers.is_valid_number(phonenumbers.parse(self.e164, None))


def read_phone(typed: str, country: str) -> Phone | None:
    """The number in `typed` as somebody in `country` (ISO 3166, "US") dials it; None only when it is blank.

    Understands "00" for "+", "(0)", extensions ("x12", "ext. 12", "#12"), letters ("1-800-FLOWERS") and
    words around the number. What cannot be read keeps its text, with `e164` "".
    """
    return _read(typed, country)


@lru_cache(maxsize=16_384)
def _read(typed: str, country: str) -> Phone | None:
    text = clean_cell(typed)
    if not text:
        return None
    if country in _PLUS_ONE and (plain := _TEN_DIGITS.fullmatch(text)):
        area, exchange, line, extension = plain.groups(default="")
        national = area + exchange + line
        return Phone(text, f"+1{national}", extension, national, possible=True)
    if country in _ZERO_FIRST and _ZERO_DIGITS.fullmatch(text):
        national, code = digits(text), _ZERO_FIRST[country]
        if phonenumbers.is_valid_number(PhoneNumber(country_code=code, national_number=int(national))):
            return Phone(text, f"+{code}{national[1:]}", "", national, possible=True)
    found = _find(text, country)
    if found is None:
        return Phone(text, "", "", digits(text), possible=False)
    significant = phonenumbers.national_significant_number(found)
    return Phone(
        typed=text,
        e164=f"+{found.country_code}{significant}",
        extension=found.extension or "",
        national_digits=_trunk_prefix(found.country_code) + significant,
        possible=True,
    )


def _find(text: str, country: str) -> PhoneNumber | None:
    """The number in free text, rather one that the numbering plan knows; None when the length is wrong."""
    if len(text) > _LONGEST_TYPED or len(digits(text)) < _FEWEST_DIGITS > len(_LETTERS.findall(text)):
        return None
    plain = _dialled(text)
    try:
        number = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and phonenumbers.is_valid_number(number):
        return number
    if _LETTERS.search(plain):
        # "617-555-0123 (wife)": the letters are words, not keys of the phone.
        for match in PhoneNumberMatcher(plain, country):
            return match.number
    return number if number is not None and _has_right_length(number) else None


def _has_right_length(number: PhoneNumber) -> bool:
    """Whether it can be dialled from anywhere; a number without its area code cannot."""
    return bool(phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE)


def _dialled(text: str) -> str:
    """`text` with the spellings that the library does not know put right: "00" for "+", "(0)" after it."""
    if len(digits(text)) >= _FEWEST_DIGITS_ABROAD:
        text = _DOUBLE_ZERO.sub("+", text)
    if text.lstrip(" (").startswith("+"):
        text = _TRUNK_ZERO.sub(" ", text)
    return text


@cache
def _trunk_prefix(country_code: int) -> str:
    """What is dialled before a number inside its country: "0" in Britain; people in +1 leave theirs out."""
    if country_code == 1:
        return ""
    region = phonenumbers.region_code_for_country_code(country_code)
    return phonenumbers.ndd_prefix_for_region(region, True) or ""


def split_phones(cell: str) -> list[str]:
    """The numbers of a cell that holds several: "617-555-0123 / 781-555-0100; …". Each as typed."""
    parts = [part for part in _BETWEEN_NUMBERS.split(cell) if part.strip()]
    if len(parts) > 1 and all(len(digits(part)) >= _FEWEST_DIGITS for part in parts):
        return parts
    return [cell] if cell.strip() else []


@lru_cache(maxsize=4_096)
def format_phone(e164: str, country: str, extension: str = "") -> str:
    """A stored number for people in `country`: national inside it, international otherwise."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    own = number.country_code == phonenumbers.country_code_for_region(country)
    style = PhoneNumberFormat.NATIONAL if own else PhoneNumberFormat.INTERNATIONAL
    text = phonenumbers.format_number(number, style)
    return f"{text} ext. {extension}" if extension else text


def search_digits(typed: str) -> str:
    """The digits to look for when somebody searches by a number: without "+", "00" and "(0)"."""
    text = _TRUNK_ZERO.sub("", typed) if "+" in typed or typed.lstrip().startswith("00") else typed
    found = digits(text)
    return found.removeprefix("00")
