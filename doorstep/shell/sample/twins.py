"""Customers that are there twice, spoilt as in FEBRL's data sets, and those who only look so.

For tests and benchmarks of the search for duplicates: who is whose twin is known.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from doorstep.shell.sample.dice import Dice, Weighted
from doorstep.shell.sample.people import Mailboxes, Person, person
from doorstep.shell.sample.places import Telephone, front_range, street

#: Keys that lie next to each other, for slips of the finger.
_NEAR = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "snvfrdgjokhlmnbiopeatyuvxeczxt"[:26],
        strict=True,
    )
)
#: How many of the fields of a twin are spoilt: FEBRL takes one to three.
_SPOILT: Weighted[int] = Weighted([(1, 5), (2, 4), (3, 2)])
#: What is spoilt, by how often people get it wrong.
_WAYS: Weighted[str] = Weighted(
    [
        *(("typo_last", 5), ("typo_first", 4), ("swapped", 1.5), ("initial", 2)),
        *(("phone_moved", 5), ("phone_typo", 2), ("email_gone", 5), ("email_typo", 1.5)),
        *(("moved_house", 2.5), ("street_typo", 3), ("no_address", 1)),
    ]
)


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of somebody. `person`: the same number for the same person."""

    person: int
    first_name: str
    last_name: str
    phone: str
    email: str
    line1: str
    town: str
    postcode: str


class Twins:
    """Draws people; `share` of them are there twice; about as many share a home or a name."""

    def __init__(self, seed: int, share: float = 0.05) -> None:
        self.dice = Dice(f"twins {seed}")
        self.share = share
        self._phones, self._mailboxes = Telephone(), Mailboxes()
        self._last = 0

    def cards(self, number: int) -> Iterator[Card]:
        """About `number` cards, in the order in which they were taken down."""
        told = 0
        while told < number:
            made = self._some()
            told += len(made)
            yield from made

    def _some(self) -> Sequence[Card]:
        one = self._new(person(self.dice))
        if self.dice.chance(self.share):
            return one, self._spoil(one)
        if self.dice.chance(self.share / 2):
            # Who lives with them: another first name, the same surname, address and mostly phone.
            other = self._new(Person(person(self.dice).first_name, one.last_name))
            if other.first_name == one.first_name:
                return one, other
            shared = replace(other, line1=one.line1, town=one.town, postcode=one.postcode)
            return one, replace(shared, phone=one.phone) if self.dice.chance(0.7) else shared
        if self.dice.chance(self.share / 2):
            # A namesake somewhere else.
            return one, self._new(Person(one.first_name, one.last_name))
        if self.dice.chance(self.share / 5):
            # A number that the telephone company gave to somebody else.
            return one, replace(self._new(person(self.dice)), phone=one.phone)
        return (one,)

    def _new(self, who: Person) -> Card:
        self._last += 1
        place = front_range().draw(self.dice)
        email = self._mailboxes.personal(who, self.dice) if self.dice.chance(0.7) else ""
        phone = self._phones.number(place.area_codes)
        return Card(
            self._last, who.first_name, who.last_name, phone, email, street(self.dice), place.town, place.code
        )

    def _spoil(self, card: Card) -> Card:
        ways = {_WAYS.draw(self.dice) for _turn in range(_SPOILT.draw(self.dice))}
        for way in sorted(ways):
            card = self._in_one_way(card, way)
        return card

    def _in_one_way(self, card: Card, way: str) -> Card:
        place = front_range().draw(self.dice)
        changes: dict[str, Callable[[], dict[str, Any]]] = {
            "typo_last": lambda: {"last_name": self._typo(card.last_name)},
            "typo_first": lambda: {"first_name": self._typo(card.first_name)},
            "swapped": lambda: {"first_name": card.last_name, "last_name": card.first_name},
            "initial": lambda: {"first_name": card.first_name[0] + "."},
            "phone_moved": lambda: {"phone": self._phones.number(place.area_codes)},
            "phone_typo": lambda: {"phone": self._digit(card.phone)},
            "email_gone": lambda: {"email": ""},
            "email_typo": lambda: {"email": self._typo(card.email) if card.email else ""},
            "moved_house": lambda: {
                "line1": street(self.dice),
                "town": place.town,
                "postcode": place.code,
            },
            "street_typo": lambda: {"line1": self._typo(card.line1)},
            "no_address": lambda: {"line1": "", "town": "", "postcode": ""},
        }
        return replace(card, **changes[way]())

    def _digit(self, phone: str) -> str:
        place = self.dice.between(6, len(phone) - 1)
        return phone[:place] + str((int(phone[place]) + self.dice.between(1, 9)) % 10) + phone[place + 1 :]

    def _typo(self, text: str) -> str:
        """A letter left out, doubled, taken for its neighbour, or exchanged with the next."""
        if len(text) < 3:
            return text
        place = self.dice.between(1, len(text) - 2)
        before, letter, after = text[:place], text[place], text[place + 1 :]
        return self.dice.one(
            (
                before + after,
                before + letter + letter + after,
                before + _NEAR.get(letter.lower(), letter) + after,
                before + after[:1] + letter + after[1:],
            )
        )
