"""The sample company itself: its people, its lists, its own fields."""

import secrets
from dataclasses import dataclass

from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import Client
from doorstep.customers.models import Account, CustomerType
from doorstep.identity.actions import create_workspace
from doorstep.identity.models import Membership, Role, Team, User, Workspace
from doorstep.identity.people import find_person, make_person
from doorstep.shell.sample.dice import Weighted
from doorstep.shell.sample.words import words
from doorstep.vocabulary.models import CustomField, CustomFieldOption, Source, Tag

NAME = "Bright Side Home Services"
SLUG = "bright-side"
TIME_ZONE = "America/Denver"

TEAMS = ("North crew", "South crew")
#: Name, beginning of the e-mail address, role, team.
PEOPLE = (
    ("Dana Whitfield", "owner", Role.OWNER, ""),
    ("Marcus Reyes", "manager", Role.MANAGER, ""),
    ("Priya Raman", "dispatcher", Role.DISPATCHER, ""),
    ("Ellen Kowalski", "csr", Role.CSR, ""),
    ("Theo Okafor", "sales", Role.SALESPERSON, ""),
    ("Luis Ortega", "luis", Role.TECHNICIAN, TEAMS[0]),
    ("Hannah Brandt", "hannah", Role.TECHNICIAN, TEAMS[0]),
    ("Sam Yazzie", "sam", Role.TECHNICIAN, TEAMS[1]),
    ("Grace Lindqvist", "accounts", Role.ACCOUNTANT, ""),
)
TAGS = {
    "VIP": Tag.Colour.YELLOW,
    "Repeat": Tag.Colour.GREEN,
    "Referral": Tag.Colour.AZURE,
    "Net 30": Tag.Colour.INDIGO,
    "Senior Discount": Tag.Colour.PURPLE,
    "Gate code": Tag.Colour.GREY,
    "Dog": Tag.Colour.ORANGE,
    "HOA": Tag.Colour.TEAL,
}
SOURCES = {"Google": 40, "Referral": 25, "Repeat": 9, "Website": 12, "Voice AI": 4, "Social": 10}
TYPES = {"Residential": Client.Kind.PERSON, "Commercial": Client.Kind.COMPANY}
PLANS = ("Basic", "Plus", "Premium")


@dataclass(frozen=True, slots=True)
class Member:
    """A member as rows refer to it."""

    id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Company:
    """A workspace with the keys of everything that customers refer to."""

    workspace: Workspace
    members: tuple[Member, ...]
    tags: dict[str, int]
    sources: Weighted[tuple[str, int]]
    types: dict[str, int]
    accounts: tuple[int, ...]
    windows_field: int
    renews_field: int
    dog_facet: int
    plan_facets: dict[str, int]

    def with_role(self, *roles: str) -> tuple[Member, ...]:
        """The members who have one of the roles; everybody when nobody has."""
        return tuple(one for one in self.members if one.role in roles) or self.members


def furnish(workspace: Workspace) -> Company:
    """Give a workspace the lists and fields that the generator uses; what is there already stays."""
    tags = _named(workspace, Tag, {name: {"colour": colour} for name, colour in TAGS.items()})
    sources = _named(workspace, Source, {name: {"position": at} for at, name in enumerate(SOURCES)})
    types = _named(workspace, CustomerType, {name: {"kind": kind} for name, kind in TYPES.items()})
    accounts = _named(workspace, Account, {name: {} for name in words("chains")})
    fields = _custom_fields(workspace)
    options = CustomFieldOption.objects.filter(field=fields["service_plan"])
    members = Membership.objects.filter(workspace=workspace, ended_at=None).select_related("user")
    return Company(
        workspace=workspace,
        members=tuple(Member(one.pk, str(one), one.role) for one in members.order_by("pk")),
        tags=tags,
        sources=Weighted(((name, sources[name]), weight) for name, weight in SOURCES.items()),
        types=types,
        accounts=tuple(accounts.values()),
        windows_field=fields["windows"].pk,
        renews_field=fields["plan_renews"].pk,
        dog_facet=facet(Facet.CHECKED, fields["has_dog"].pk),
        plan_facets={one.key: facet(Facet.OPTION, one.pk) for one in options},
    )


def _named(
    workspace: Workspace,
    model: type[Tag] | type[Source] | type[CustomerType] | type[Account],
    wanted: dict[str, dict[str, object]],
) -> dict[str, int]:
    """The keys of the rows with these names, made where they are missing."""
    return {
        name: model._default_manager.get_or_create(workspace=workspace, name=name, defaults=defaults)[0].pk
        for name, defaults in wanted.items()
    }


def _custom_fields(workspace: Workspace) -> dict[str, CustomField]:
    customer, place, kinds = CustomField.On.CUSTOMER, CustomField.On.PROPERTY, CustomField.Kind
    wanted = (
        (customer, "windows", "Number of windows", kinds.NUMBER),
        (customer, "has_dog", "Dog at home", kinds.CHECKBOX),
        (customer, "service_plan", "Service plan", kinds.CHOICE),
        (customer, "plan_renews", "Plan renews", kinds.DATE),
        (place, "stories", "Stories", kinds.NUMBER),
        (place, "gate_code", "Gate code", kinds.TEXT),
    )
    fields = {
        key: CustomField.objects.get_or_create(
            workspace=workspace, on=on, key=key, defaults={"label": label, "kind": kind, "position": position}
        )[0]
        for position, (on, key, label, kind) in enumerate(wanted)
    }
    for position, label in enumerate(PLANS):
        CustomFieldOption.objects.get_or_create(
            workspace=workspace,
            field=fields["service_plan"],
            key=label.lower(),
            defaults={"label": label, "position": position},
        )
    return fields


def found(slug: str, name: str, password: str | None = None) -> Workspace:
    """Make a workspace with the company's people in it, who log in at example.com addresses.

    Who has a login already keeps it. Without a `password` nobody can log in by one. RuleBroken when the slug
    is taken.
    """
    password = password or secrets.token_urlsafe(24)
    owner, *others = [(_login(person, password), person) for person in PEOPLE]
    member = create_workspace(actor=None, owner=owner[0], name=name, slug=slug, time_zone=TIME_ZONE)
    teams = {team: Team.objects.create(workspace=member.workspace, name=team) for team in TEAMS}
    Membership.objects.bulk_create(
        Membership(workspace=member.workspace, user=user, role=role, team=teams.get(team))
        for user, (_name, _mailbox, role, team) in others
    )
    return member.workspace


def _login(person: tuple[str, str, str, str], password: str) -> User:
    name, mailbox, _role, _team = person
    email = f"{mailbox}@example.com"
    return find_person(email) or make_person(email=email, name=name, password=password)
