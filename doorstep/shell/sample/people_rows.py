"""A customer's identity as rows: client, phones, contacts, places, tags."""

from dataclasses import dataclass, field

from doorstep.clients.matching import name_postcode_key
from doorstep.clients.models import Client, ClientPhone, ClientTag, Contact, Property, PropertyParty
from doorstep.customers.models import Customer
from doorstep.shell.sample.company import Company, Member
from doorstep.shell.sample.dates import iso
from doorstep.shell.sample.dice import Dice
from doorstep.shell.sample.households import Colleague, Household, Place
from doorstep.shell.sample.lives import Life
from doorstep.shell.sample.sheets import Keys, Sheet, json_text

_NOTES = (
    "Prefers mornings.",
    "Call before coming, the bell does not work.",
    "Wants the same crew every time.",
    "Pays on the day.",
    "Second floor windows are tilt-in.",
    "Send the invoice to the office.",
)
_PLANS = ("basic", "plus", "premium")


@dataclass(slots=True)
class Dossier:
    """A customer on its way into the tables. `custom`: the client's own fields; `tags`: names."""

    id: int
    household: Household
    life: Life
    member: Member | None
    source: tuple[str, int]
    custom: dict[str, object]
    tags: list[str]
    account_id: int | None
    place_ids: list[int] = field(default_factory=list)


def open_dossier(client_id: int, household: Household, life: Life, company: Company, dice: Dice) -> Dossier:
    """Decide what the office would note about a customer."""
    custom: dict[str, object] = {}
    if dice.chance(0.3):
        custom["windows"] = str(dice.between(6, 60))
    if dice.chance(0.18) and not household.commercial:
        custom["has_dog"] = True
    if len(life.visits) > 3 and dice.chance(0.35):
        custom["service_plan"] = dice.one(_PLANS)
        custom["plan_renews"] = iso(life.visits[-1].day + dice.between(30, 300))
    source = company.sources.draw(dice)
    return Dossier(
        id=client_id,
        household=household,
        life=life,
        member=_assigned(company, dice),
        source=source,
        custom=custom,
        tags=_tags(household, life, custom, source[0], dice),
        account_id=dice.one(company.accounts) if household.commercial and dice.chance(0.2) else None,
    )


def _assigned(company: Company, dice: Dice) -> Member | None:
    turn = dice.random()
    if turn < 0.12 or not company.members:
        return None
    role = "technician" if turn < 0.7 else "salesperson" if turn < 0.9 else "csr"
    return dice.one(company.with_role(role))


def _tags(household: Household, life: Life, custom: dict[str, object], source: str, dice: Dice) -> list[str]:
    visits = len(life.visits)
    rules = (
        ("VIP", visits > 6 and dice.chance(0.3)),
        ("Repeat", visits > 2 and dice.chance(0.8)),
        ("Referral", source == "Referral" and dice.chance(0.7)),
        ("Net 30", household.commercial and dice.chance(0.7)),
        ("Senior Discount", not household.commercial and dice.chance(0.1)),
        ("Gate code", any("gate_code" in place.custom for place in household.places)),
        ("Dog", "has_dog" in custom),
        ("HOA", household.company.endswith("HOA")),
    )
    return [name for name, applies in rules if applies]


class PeopleBook:
    """Takes dossiers and writes the rows of the tables in `sheets`."""

    def __init__(self, company: Company, keys: Keys, dice: Dice) -> None:
        self.company, self.keys, self.dice = company, keys, dice
        of = {"workspace_id": company.workspace.pk}
        owner = company.with_role("owner")[0].id if company.members else None
        self.clients = Sheet(
            Client,
            "id kind first_name last_name company_name name email email_key name_postcode_key assigned_to_id"
            " source_id internal_notes custom created_at updated_at",
            **of,
            created_by_id=owner,
        )
        self.phones = Sheet(ClientPhone, "id client_id contact_id kind typed e164 position", **of)
        self.contacts = Sheet(
            Contact,
            "id client_id first_name last_name position role email email_key is_primary created_at",
            **of,
        )
        self.places = Sheet(
            Property,
            "id client_id label line1 line2 town county postcode postcode_key latitude longitude is_primary"
            " building_type access_notes custom created_at",
            **of,
        )
        self.parties = Sheet(PropertyParty, "id property_id role party_id name from_on to_on", **of)
        self.customers = Sheet(
            Customer,
            "client_id type_id account_id payment_terms_days dormant_at dormant_reason follow_up_flagged_at"
            " follow_up_reason follow_up_by_id became_customer_at",
            **of,
        )
        self.tags = Sheet(ClientTag, "id client_id tag_id", **of)
        self.sheets = (
            self.clients, self.customers, self.contacts, self.phones, self.places, self.parties, self.tags
        )  # fmt: skip

    def enter(self, one: Dossier) -> None:
        """Write one customer."""
        came_at = f"{iso(one.life.came_on)} 15:{one.id % 60:02d}:00"
        self._client(one, came_at)
        self._customer(one, came_at)
        for position, (kind, number) in enumerate(one.household.phones):
            self._phone(one.id, None, kind, number, position)
        for colleague in one.household.contacts:
            self._contact(one.id, colleague, came_at)
        for position, place in enumerate(one.household.places):
            one.place_ids.append(self._place(one, place, came_at, is_primary=position == 0))
        for tag in one.tags:
            self.tags.add(self.keys.next(ClientTag), one.id, self.company.tags[tag])

    def _client(self, one: Dossier, came_at: str) -> None:
        home = one.household.places[0]
        name, email = one.household.name, one.household.email
        self.clients.add(
            one.id,
            one.household.kind,
            one.household.who.first_name,
            one.household.who.last_name,
            one.household.company,
            name,
            email,
            email.lower(),
            name_postcode_key(name, "US", home.zip.code),
            one.member.id if one.member else None,
            one.source[1],
            self.dice.one(_NOTES) if self.dice.chance(0.15) else "",
            json_text(one.custom),
            came_at,
            came_at,
        )

    def _customer(self, one: Dossier, came_at: str) -> None:
        life = one.life
        flagged = bool(life.flagged_on)
        self.customers.add(
            one.id,
            self.company.types["Commercial" if one.household.commercial else "Residential"],
            one.account_id,
            life.terms_days or None,
            f"{iso(life.dormant_on)} 16:00:00" if life.dormant_on else None,
            self.dice.one(("Moved away", "Sold the house")) if life.dormant_on else "",
            f"{iso(life.flagged_on)} 16:00:00" if flagged else None,
            self.dice.one(("Asked for a quote", "Wants a call back", "Compare prices")) if flagged else "",
            one.member.id if flagged and one.member else None,
            came_at,
        )

    def _phone(self, client_id: int, contact_id: int | None, kind: str, number: str, position: int) -> None:
        typed = f"({number[:3]}) {number[3:6]}-{number[6:]}"
        key = self.keys.next(ClientPhone)
        self.phones.add(key, client_id, contact_id, kind, typed, f"+1{number}", position)

    def _contact(self, client_id: int, colleague: Colleague, came_at: str) -> None:
        key = self.keys.next(Contact)
        who = colleague.who
        self.contacts.add(
            key, client_id, who.first_name, who.last_name, colleague.position, colleague.role,
            colleague.email, colleague.email.lower(), True, came_at,
        )  # fmt: skip
        if colleague.phone:
            self._phone(client_id, key, "work", colleague.phone, 0)

    def _place(self, one: Dossier, place: Place, came_at: str, *, is_primary: bool) -> int:
        key, where, dice = self.keys.next(Property), place.zip, self.dice
        self.places.add(
            key, one.id, place.label, place.line1, place.line2,
            where.town, where.state, where.code, where.code,
            round(where.latitude + (dice.random() - 0.5) / 20, 5),
            round(where.longitude + (dice.random() - 0.5) / 20, 5),
            is_primary, place.building, place.access, json_text(place.custom), came_at,
        )  # fmt: skip
        if not is_primary:
            self._let(one, key)
        return key

    def _let(self, one: Dossier, place_id: int) -> None:
        """A second place belongs to the customer, and somebody may live in it."""
        since = iso(one.life.came_on)
        owner = PropertyParty.Role.OWNER.value
        self.parties.add(self.keys.next(PropertyParty), place_id, owner, one.id, "", since, None)
        if self.dice.chance(0.3):
            name = f"{one.household.who.first_name[0]}. {one.household.who.last_name} (tenant)"
            occupier = PropertyParty.Role.OCCUPIER.value
            self.parties.add(self.keys.next(PropertyParty), place_id, occupier, None, name, since, None)
