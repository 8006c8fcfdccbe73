"""Reading a query string: what each parameter came to, and in words what could not be read."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from dateutil.relativedelta import relativedelta
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.clients.conditions import Condition
from doorstep.core.db import FAR, NEVER
from doorstep.core.text import clean_cell
from doorstep.customers.filters.naming import Names, read_names
from doorstep.identity.actor import Actor

_RELATIVE = re.compile(r"([+-])(\d{1,4})([dwmy])")
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}
_LONGEST = 200
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Part:
    """One restriction of a filter: what it asks of a card, and how it is told and taken away.

    `params`: the (key, value) pairs of the query string it came from.
    """

    label: str
    words: str
    condition: Condition
    params: tuple[tuple[str, str], ...]


class Remark(str):  # noqa: SLOT000  # it carries its key
    """In words, what was left out of account. `key`: the parameter it is about, for programs."""

    key: str

    @classmethod
    def about(cls, key: str, words: str) -> Self:
        """The words, knowing their parameter."""
        remark = cls(words)
        remark.key = key
        return remark


@dataclass(slots=True)
class Reader:
    """The parameters, who asks, and the errors found so far."""

    params: Mapping[str, list[str]]
    actor: Actor
    today: date
    errors: list[Remark] = field(default_factory=list)
    _names: Names | None = None

    def names(self) -> Names:
        """How the rows are called that the parameters mention."""
        if self._names is None:
            self._names = read_names(self.params, self.actor)
        return self._names

    @property
    def workspace_id(self) -> int:
        return self.actor.workspace_id

    def values(self, key: str) -> list[str]:
        """The values of a key, without blanks and repetitions."""
        cleaned = (clean_cell(value[:_LONGEST]) for value in self.params.get(key, ()))
        return list(dict.fromkeys(value for value in cleaned if value))

    def value(self, key: str) -> str:
        """The first value, "" for none."""
        return next(iter(self.values(key)), "")

    def ignore(self, key: str, value: str, why: str | Promise) -> None:
        """Say that a value is left out of account, and why."""
        words = _("“%(key)s=%(value)s” was ignored: %(why)s") % {"key": key, "value": value, "why": why}
        self.errors.append(Remark.about(key, words))

    def switched_on(self, key: str) -> bool:
        """Whether `key=1` is there."""
        value = self.value(key)
        if value not in {"", "0", "1"}:
            self.ignore(key, value, _("only 1 means something here."))
        return value == "1"

    def ids(self, key: str, words: Iterable[str] = ()) -> tuple[list[int], list[str]]:
        """The numbers among the values of `key`, and those of `words` that are; the others are ignored."""
        numbers: list[int] = []
        spoken: list[str] = []
        for value in self.values(key):
            if value in words:
                spoken.append(value)
            elif value.isdecimal() and 0 < int(value) <= _LARGEST_ID:
                numbers.append(int(value))
            else:
                self.ignore(key, value, _("it is not one of the choices."))
        return numbers, spoken

    def range_of(self, key: str, read: Callable[[str], Any]) -> tuple[Any, Any]:
        """What `read` makes of `<key>_from` and `<key>_to`; None where they are missing or bad."""
        low, high = (self._read(f"{key}_{end}", read) for end in ("from", "to"))
        if low is not None and high is not None and low > high:
            self.ignore(f"{key}_to", self.value(f"{key}_to"), _("it is before the beginning of the range."))
            high = None
        return low, high

    def _read(self, key: str, read: Callable[[str], Any]) -> Any:
        value = self.value(key)
        if not value:
            return None
        try:
            return read(value)
        except (ValueError, OverflowError) as error:
            self.ignore(key, value, str(error) if type(error) is ValueError else _("it is out of range."))
            return None

    def day(self, value: str) -> date:
        """Read "2025-03-31", "today", "month" (its first day), or relative: "-12m", "-30d", "-6w"."""
        if value == "today":
            return self.today
        if value == "month":
            return self.today.replace(day=1)
        if found := _RELATIVE.fullmatch(value):
            sign, number, unit = found.groups()
            moved = self.today + relativedelta(**{_UNITS[unit]: int(f"{sign}{number}")})  # type: ignore[arg-type]
        else:
            moved = _plain_day(value)
        if not NEVER < moved < FAR:
            raise ValueError(_("it is out of range."))
        return moved

    def pairs(self, *keys: str) -> tuple[tuple[str, str], ...]:
        """The (key, value) pairs of these keys as they came."""
        return tuple((key, value) for key in keys for value in self.params.get(key, ()))


def _plain_day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(_("a day is written like 2025-03-31, or -12m for twelve months ago.")) from error


def range_words(low: str, high: str) -> str:
    """A range of which either end may be open."""
    if low and high:
        return f"{low} – {high}"
    return _("from %(low)s") % {"low": low} if low else _("up to %(high)s") % {"high": high}


def day_words(typed: str, day: date) -> str:
    """A day as it was asked for: relative ones in words, others written out."""
    if typed == "today":
        return _("today")
    if not (found := _RELATIVE.fullmatch(typed)) or found[1] == "+":
        return date_format(day, "DATE_FORMAT")
    number = int(found[2])
    words = {
        "d": ngettext("%(n)d day ago", "%(n)d days ago", number),
        "w": ngettext("%(n)d week ago", "%(n)d weeks ago", number),
        "m": ngettext("%(n)d month ago", "%(n)d months ago", number),
        "y": ngettext("%(n)d year ago", "%(n)d years ago", number),
    }
    return words[found[3]] % {"n": number}
