"""How much two records look like one customer: a score, how sure it is, and why."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.fuzz import token_sort_ratio

from doorstep.duplicates.finding.traits import Traits
from doorstep.duplicates.models import DuplicatePair

Strength = DuplicatePair.Strength

#: Names this alike are one name, mistyped; less alike than the second they are two.
SAME_NAME, OTHER_NAME = 0.86, 0.7
#: From this score on a pair is surely, or probably, the same.
CONFIDENT, LIKELY = 70, 55
#: Marks for what both have. Two of the first three are as good as a name.
_PHONE = _EMAIL = _PLACE = 25
_NEARLY = 12
_POSTCODE = 8
_MOST_MARKS = 50

REASONS: dict[str, str | Promise] = {
    "phone": gettext_lazy("same phone"),
    "email": gettext_lazy("same e-mail"),
    "place": gettext_lazy("same address"),
    "near_phone": gettext_lazy("phone differs by one digit"),
    "near_email": gettext_lazy("similar e-mail"),
    "near_place": gettext_lazy("similar address"),
    "postcode": gettext_lazy("same postcode"),
    "name": gettext_lazy("same name"),
    "near_name": gettext_lazy("similar name"),
    "swapped": gettext_lazy("first and last name swapped"),
    "other_first": gettext_lazy("another first name"),
    "other_name": gettext_lazy("another name"),
}


class Score(NamedTuple):
    """`points`: 0 to 100. `reasons`: keys of REASONS, the strongest first."""

    points: int
    strength: str
    reasons: list[str]


class _Names(NamedTuple):
    alike: float  # 0 to 1
    reason: str
    household: bool = False  # one surname, two first names


def score(one: Traits, other: Traits) -> Score | None:
    """How much the two look like one; None when they do not enough to show them."""
    marks, reasons = _marks(one, other)
    names = _names(one, other)
    points = round(50 * names.alike) + min(marks, _MOST_MARKS)
    shared = [reason for reason in reasons if reason in {"phone", "email", "place"}]
    told = [*shared, names.reason, *(reason for reason in reasons if reason not in shared)]
    if names.household:
        # Who shares a surname and a phone or an address but no first name lives together.
        return Score(points, Strength.HOUSEHOLD, told) if shared else None
    if names.alike >= SAME_NAME and shared and points >= CONFIDENT:
        return Score(points, Strength.CONFIDENT, told)
    if names.alike >= OTHER_NAME and points >= LIKELY:
        return Score(points, Strength.LIKELY, told)
    if len(shared) >= 2:
        # A business and its owner; or a couple with two surnames.
        is_business = bool(one.company or other.company)
        return Score(points, Strength.LIKELY if is_business else Strength.HOUSEHOLD, told)
    return None


def in_words(reasons: list[str]) -> str:
    """“same phone, similar name”."""
    return ", ".join(str(REASONS.get(reason, reason)) for reason in reasons) or _("looks alike")


def _marks(one: Traits, other: Traits) -> tuple[int, list[str]]:
    marks, reasons = 0, []
    for found, reason, worth in (
        _phones(one, other),
        _emails(one, other),
        _places(one, other),
    ):
        if found:
            marks += worth
            reasons.append(reason)
    return marks, reasons


def _phones(one: Traits, other: Traits) -> tuple[bool, str, int]:
    if not set(one.phones).isdisjoint(other.phones):
        return True, "phone", _PHONE
    near = any(
        DamerauLevenshtein.distance(mine, theirs, score_cutoff=1) <= 1
        for mine in one.phones
        for theirs in other.phones
    )
    return near, "near_phone", _NEARLY


def _emails(one: Traits, other: Traits) -> tuple[bool, str, int]:
    if not (one.email and other.email):
        return False, "", 0
    if one.email == other.email:
        return True, "email", _EMAIL
    return DamerauLevenshtein.distance(one.email, other.email, score_cutoff=2) <= 2, "near_email", _NEARLY


def _places(one: Traits, other: Traits) -> tuple[bool, str, int]:
    if not (one.street and other.street):
        return False, "", 0
    if one.postcode and one.postcode == other.postcode:
        if _number(one.street) == _number(other.street) and _alike(one.street, other.street) >= 0.8:
            return True, "place", _PLACE
        return True, "postcode", _POSTCODE
    near = one.street == other.street and one.town == other.town
    return near, "near_place", _NEARLY


def _number(street: str) -> str:
    """The house number: "12 Elm Street" and "14 Elm Street" are neighbours."""
    return street.split(" ", 1)[0] if street[:1].isdigit() else ""


def _names(one: Traits, other: Traits) -> _Names:
    if one.company and other.company:
        alike = token_sort_ratio(one.company, other.company) / 100
        return _Names(alike, _reason(alike))
    if not (one.last and other.last):
        return _business_and_owner(one, other)
    straight = _person(one.first, one.last, other.first, other.last)
    if straight.alike >= SAME_NAME or straight.household:
        return straight
    swapped = _person(one.first, one.last, other.last, other.first)
    if swapped.alike >= SAME_NAME and one.first and other.first:
        return swapped._replace(reason="swapped")
    return straight


def _person(first: str, last: str, other_first: str, other_last: str) -> _Names:
    lasts = _alike(last, other_last)
    firsts = _firsts(first, other_first)
    if lasts >= SAME_NAME and firsts < OTHER_NAME:
        return _Names((lasts + firsts) / 2, "other_first", household=True)
    # One wrong half is no match, however right the other is.
    alike = (lasts + firsts) / 2 if min(lasts, firsts) >= OTHER_NAME else min(lasts, firsts)
    return _Names(alike, _reason(alike))


def _firsts(one: str, other: str) -> float:
    """First names: an initial fits, as does a short form; one that is missing says little."""
    if not (one and other):
        return 0.9
    short, long = sorted((one, other), key=len)
    if long.startswith(short):
        return 1.0 if short == long else 0.92
    return _alike(one, other)


def _business_and_owner(one: Traits, other: Traits) -> _Names:
    mine, theirs = (side.company.replace(" ", "") or side.first + side.last for side in (one, other))
    alike = _alike(mine, theirs) if mine and theirs else 0.0
    return _Names(alike, _reason(alike))


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    # Typing errors are single letters; the beginning is what people get right.
    typing = DamerauLevenshtein.normalized_similarity(one, other)
    return max(typing, JaroWinkler.similarity(one, other) - 0.05) if typing > 0.5 else typing


def _reason(alike: float) -> str:
    if alike >= 0.999:
        return "name"
    return "near_name" if alike >= OTHER_NAME else "other_name"
