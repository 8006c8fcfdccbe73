"""Names of people and businesses, common ones more often, as in the United States."""

from dataclasses import dataclass
from functools import lru_cache

from doorstep.core.text import name_key
from doorstep.shell.sample.dice import Dice, Weighted, by_rank
from doorstep.shell.sample.words import words

BUSINESS_WORDS = words("business_words")
TRADES = words("trades")
POSITIONS = (
    "Office manager",
    "Property manager",
    "Facilities manager",
    "Owner",
    "Bookkeeper",
    "Receptionist",
    "Regional manager",
)
_DOMAINS: Weighted[str] = Weighted([("example.com", 6), ("example.net", 2), ("example.org", 2)])
_FIRST = by_rank(words("first_names"), 60)
_LAST = by_rank(words("last_names"), 20)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody."""

    first_name: str
    last_name: str


def person(dice: Dice) -> Person:
    """A person, common names more often."""
    return Person(_FIRST.draw(dice), _LAST.draw(dice))


def business(dice: Dice) -> str:
    """The name of a business."""
    word = dice.one(BUSINESS_WORDS) if dice.chance(0.6) else _LAST.draw(dice)
    return f"{word} {dice.one(TRADES)}"


class Mailboxes:
    """E-mail addresses, each given once."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def personal(self, who: Person, dice: Dice) -> str:
        """Such as jane.smith@example.com; the next of that name gets jane.smith2@."""
        style = "." if dice.chance(0.7) else "_"
        first = who.first_name if dice.chance(0.75) else who.first_name[0]
        return self._next(_ascii(first) + style + _ascii(who.last_name), _DOMAINS.draw(dice))

    def business(self, company: str, dice: Dice) -> str:
        """Such as office@summitdentalgroup.example.com."""
        return self._next(dice.one(("office", "info", "hello", "ap")), f"{_ascii(company)}.example.com")

    def _next(self, name: str, domain: str) -> str:
        number = self._given.get(name + domain, 0) + 1
        self._given[name + domain] = number
        return f"{name}{number if number > 1 else ''}@{domain}"


@lru_cache(maxsize=8192)
def _ascii(name: str) -> str:
    return name_key(name).encode("ascii", "ignore").decode()
