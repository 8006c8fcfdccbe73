"""Which column of a table is which field: by its name, and by its values where the name says nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.core.tables.contents import LOOKS, Kind, share_that_looks
from doorstep.core.text import fold

LEAST_CONFIDENCE = 0.5

_EXACT, _BARE, _TYPO, _BY_VALUES = 1.0, 0.9, 0.7, 0.55
_PARTLY, _PARTLY_MORE = 0.5, 0.35
_CONFIRMED, _CONTRADICTED = 0.05, 0.6
_MOST_VALUES = 0.8  # of a column must look like a kind to call it that
_FEW_VALUES = 0.2
_ENOUGH_VALUES = 3
_TYPO_RATIO = 0.86
_SHORTEST_TYPO = 5
_MOST_LETTERS_OFF = 2

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
# Words that say whose column it is in a table where everything is the customer's.
_NOISE = frozenset(
    {"customer", "customers", "client", "clients", "contact", "primary", "main", "default", "the"}
)
_SAYS_NOTHING = re.compile(r"(?:column|col|field|unnamed|data|value|info)?(?: \d+)*")

_LOOKS_LIKE: dict[Kind, str | Promise] = {
    "email": gettext_lazy("The values look like e-mail addresses."),
    "phone": gettext_lazy("The values look like phone numbers."),
    "postcode": gettext_lazy("The values look like postcodes."),
    "state": gettext_lazy("The values look like states."),
    "date": gettext_lazy("The values look like dates."),
    "money": gettext_lazy("The values look like amounts of money."),
    "url": gettext_lazy("The values look like web addresses."),
}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field that columns can go to. `aliases`: what others call it; `many`: it takes several columns."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    kind: Kind = "text"
    many: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """`field`: the key of the field; `confidence`: 0 to 1; `why`: in words."""

    field: str
    confidence: float
    why: str


def guess_mapping(
    header: Sequence[str], samples: Sequence[Sequence[str]], fields: Sequence[FieldSpec]
) -> dict[int, Guess]:
    """The likely field of each column (by its place from 0) that has one; surest first.

    `samples`: the cells of some rows. Two columns never go to one field that takes only one.
    """
    found = []
    for place, name in enumerate(header):
        column = _Column(name, [row[place] for row in samples if place < len(row) and row[place].strip()])
        for order, field in enumerate(fields):
            guess = column.guess(field)
            if guess is not None and guess.confidence >= LEAST_CONFIDENCE:
                found.append((-guess.confidence, place, order, guess, field.many))
    mapping: dict[int, Guess] = {}
    taken: set[str] = set()
    for _confidence, place, _order, guess, many in sorted(found, key=lambda entry: entry[:3]):
        if place not in mapping and (many or guess.field not in taken):
            mapping[place] = guess
            taken.add(guess.field)
    return mapping


class _Column:
    """A column's name and values, and how well fields fit them."""

    def __init__(self, name: str, values: Sequence[str]) -> None:
        self._name = name
        self._values = values
        self._kind = _kind_of(values)
        self._says_nothing = _SAYS_NOTHING.fullmatch(" ".join(_words(name))) is not None

    def guess(self, field: FieldSpec) -> Guess | None:
        """How sure it is that the column goes to `field`; None when nothing speaks for it."""
        confidence, known = max((_likeness(self._name, known), known) for known in _names(field))
        if confidence:
            confidence += self._evidence(field.kind)
            return Guess(field.key, min(1.0, confidence), self._told(known, confidence))
        if self._kind == field.kind and (self._says_nothing or field.kind == "email"):
            return Guess(field.key, _BY_VALUES, str(_LOOKS_LIKE[field.kind]))
        return None

    def _evidence(self, kind: Kind) -> float:
        """What the values add to the name's word, or take from it."""
        share = share_that_looks(self._values, kind)
        if share is None or len(self._values) < _ENOUGH_VALUES:
            return 0.0
        if share >= _MOST_VALUES:
            return _CONFIRMED
        return -_CONTRADICTED if share <= _FEW_VALUES else 0.0

    def _told(self, known: str, confidence: float) -> str:
        if confidence >= _EXACT:
            return _("“%(name)s” is a name of this field.") % {"name": self._name}
        return _("“%(name)s” resembles “%(known)s”.") % {"name": self._name, "known": known}


def _names(field: FieldSpec) -> tuple[str, ...]:
    return (field.key, field.label, *field.aliases)


def _kind_of(values: Sequence[str]) -> Kind | None:
    """The first kind that nearly all values look like, among those telling enough to go by."""
    for kind in LOOKS:
        share = share_that_looks(values, kind)
        if share is not None and share >= _MOST_VALUES:
            return kind if kind in _LOOKS_LIKE else None
    return None


@lru_cache(maxsize=4_096)
def _likeness(name: str, alias: str) -> float:
    """How well a column's name fits a name of the field, 0 to 1."""
    typed, known = _words(name), _words(alias)
    if not typed or not known:
        return 0.0
    if "".join(typed) == "".join(known):
        return _EXACT
    bare, bare_known = _without_noise(typed), _without_noise(known)
    if "".join(bare) == "".join(bare_known):
        return _BARE
    shared = set(bare) & set(bare_known)
    if shared in (set(bare), set(bare_known)):
        return _PARTLY + _PARTLY_MORE * len(shared) / max(len(bare), len(bare_known))
    return _TYPO if _is_typo("".join(bare), "".join(bare_known)) else 0.0


@lru_cache(maxsize=4_096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(_CAMEL.sub(" ", name))))


def _without_noise(words: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(word for word in words if word not in _NOISE and not word.isdecimal())
    return kept or words


def _is_typo(typed: str, known: str) -> bool:
    if min(len(typed), len(known)) < _SHORTEST_TYPO or abs(len(typed) - len(known)) > _MOST_LETTERS_OFF:
        return False
    return typed[0] == known[0] and SequenceMatcher(None, typed, known).ratio() >= _TYPO_RATIO
