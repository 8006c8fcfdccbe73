"""Who a customer is: names, ways to reach them, addresses."""

from dataclasses import dataclass, field
from typing import Any

from doorstep.clients.models import Client, ClientPhone, Contact
from doorstep.shell.sample.dice import Dice, Weighted
from doorstep.shell.sample.people import POSITIONS, Mailboxes, Person, business, person
from doorstep.shell.sample.places import Telephone, Zip, front_range, street, unit

_PHONE_KINDS: Weighted[str] = Weighted([(ClientPhone.Kind.MOBILE.value, 8), (ClientPhone.Kind.HOME.value, 2)])
_ROLES: Weighted[str] = Weighted(
    [(Contact.Role.BILLING.value, 4), (Contact.Role.SITE.value, 3), (Contact.Role.DECISION.value, 2)]
)
_ACCESS = (
    "Key under the flower pot",
    "Ring twice",
    "Use the side gate",
    "Park on the street",
    "Beware of the dog",
)
_BUILDINGS = ("House", "Townhouse", "Apartment", "Office", "Shop")


@dataclass(slots=True)
class Place:
    """An address of a customer."""

    zip: Zip
    line1: str
    line2: str
    label: str
    building: str
    access: str
    custom: dict[str, Any]


@dataclass(slots=True)
class Colleague:
    """A contact at a business."""

    who: Person
    position: str
    role: str
    email: str
    phone: str


@dataclass(slots=True)
class Household:
    """A customer before it has done anything. Phones: (kind, ten digits)."""

    kind: str
    who: Person
    company: str
    email: str
    phones: list[tuple[str, str]]
    places: list[Place]
    contacts: list[Colleague] = field(default_factory=list)

    @property
    def commercial(self) -> bool:
        """Whether it is a business."""
        return bool(self.company)

    @property
    def name(self) -> str:
        """What lists call it."""
        return self.company or f"{self.who.first_name} {self.who.last_name}"


class Town:
    """Draws households; no number or e-mail address twice."""

    def __init__(self, dice: Dice, given_numbers: int = 0) -> None:
        self.dice = dice
        self.mailboxes = Mailboxes()
        self.telephone = Telephone(given_numbers)

    def household(self) -> Household:
        """Somebody: 14 in 100 are businesses, 15 have more than one address."""
        dice = self.dice
        company = business(dice) if dice.chance(0.14) else ""
        who = person(dice)
        home = front_range().draw(dice)
        phones = [(_PHONE_KINDS.draw(dice), self.telephone.number(home.area_codes))]
        if dice.chance(0.15):
            phones.append((ClientPhone.Kind.WORK.value, self.telephone.number(home.area_codes)))
        return Household(
            kind=Client.Kind.COMPANY.value if company else Client.Kind.PERSON.value,
            who=who,
            company=company,
            email=self._email(who, company),
            phones=phones if dice.chance(0.96) else [],
            places=self._places(home, commercial=bool(company)),
            contacts=[self._colleague(company, home)] if company and dice.chance(0.6) else [],
        )

    def _email(self, who: Person, company: str) -> str:
        if self.dice.chance(0.12):
            return ""
        if company:
            return self.mailboxes.business(company, self.dice)
        return self.mailboxes.personal(who, self.dice)

    def _places(self, home: Zip, *, commercial: bool) -> list[Place]:
        dice = self.dice
        more = (
            dice.between(1, 4)
            if commercial and dice.chance(0.3)
            else int(dice.chance(0.1)) * dice.between(1, 3)
        )
        places = [self._place(home, "", commercial=commercial)]
        for number in range(more):
            near = home if dice.chance(0.5) else front_range().draw(dice)
            label = (
                f"Building {'ABCDE'[number]}" if commercial else ("Rental", "Cabin", "Mother's house")[number]
            )
            places.append(self._place(near, label, commercial=commercial))
        return places

    def _place(self, where: Zip, label: str, *, commercial: bool) -> Place:
        dice = self.dice
        custom: dict[str, Any] = {}
        if dice.chance(0.3):
            custom["stories"] = str(dice.between(1, 3))
        if dice.chance(0.06):
            custom["gate_code"] = f"#{dice.between(1000, 9999)}"
        building = dice.one(_BUILDINGS[3:] if commercial else _BUILDINGS[:3]) if dice.chance(0.4) else ""
        return Place(
            zip=where,
            line1=street(dice),
            line2=unit(dice) if dice.chance(0.1) else "",
            label=label,
            building=building,
            access=dice.one(_ACCESS) if dice.chance(0.08) else "",
            custom=custom,
        )

    def _colleague(self, company: str, home: Zip) -> Colleague:
        dice, who = self.dice, person(self.dice)
        return Colleague(
            who=who,
            position=dice.one(POSITIONS),
            role=_ROLES.draw(dice),
            email=self.mailboxes.personal(who, dice) if dice.chance(0.7) else "",
            phone=self.telephone.number(home.area_codes) if dice.chance(0.5) else "",
        )
