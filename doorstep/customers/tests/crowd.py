"""A crowd of customers whose cards obey the rules of the ledger, for comparing lists with plain Python."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from doorstep.clients.counts import add_differences
from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import Client, ClientCard, ClientSearch, ClientTag, CustomValue
from doorstep.clients.search_text import join_words
from doorstep.core.db import FAR, NEVER
from doorstep.core.text import fold
from doorstep.customers.models import Customer, CustomerType
from doorstep.identity.actor import Actor
from doorstep.vocabulary.models import CustomField, CustomFieldOption, Source, Tag

FIRST = ("Ana", "Zoë", "Bob", "Kim", "Luis")
LAST = ("Smith", "O'Brien", "Müller", "Ng", "Smythe", "Garcia")
STREETS = ("Main St", "Oak Avenue", "Elm Street")


@dataclass(slots=True)
class Person:
    """One customer of the crowd and what is known of it, in plain values."""

    client: Client
    card: ClientCard
    text: str
    tags: set[int] = field(default_factory=set)
    source: int | None = None
    type: int = 0
    size: int | None = None  # the custom number
    plan: str = ""  # the custom choice
    note: str = ""  # the custom text
    gate: bool = False  # the custom checkbox


@dataclass(slots=True)
class Crowd:
    people: list[Person]
    tags: list[Tag]
    sources: list[Source]
    types: list[CustomerType]


def make_crowd(actor: Actor, members: tuple[int, ...], number: int = 60, seed: int = 7) -> Crowd:
    """`number` customers of the actor's workspace, assigned to the members in turn or to nobody."""
    draw, workspace = Random(seed), actor.workspace
    tags = [Tag.objects.create(workspace=workspace, name=name) for name in ("VIP", "Net 30", "Dog")]
    sources = [Source.objects.create(workspace=workspace, name=name) for name in ("Google", "Referral")]
    types = [CustomerType.objects.create(workspace=workspace, name=name) for name in ("Home", "Firm")]
    fields = _make_fields(actor)
    crowd = Crowd([], tags, sources, types)
    for _ in range(number):
        crowd.people.append(_make_person(draw, actor, crowd, members, fields))
    add_differences(workspace, [], [person.card for person in crowd.people])
    return crowd


def _make_fields(actor: Actor) -> dict[str, CustomField]:
    kinds = {"size": "number", "plan": "choice", "note": "text", "gate": "checkbox"}
    made = {
        key: CustomField.objects.create(
            workspace=actor.workspace, on=CustomField.On.CUSTOMER, key=key, label=key.title(), kind=kind
        )
        for key, kind in kinds.items()
    }
    for key in ("gold", "silver"):
        CustomFieldOption.objects.create(workspace=actor.workspace, field=made["plan"], key=key, label=key)
    return made


def _make_person(
    draw: Random, actor: Actor, crowd: Crowd, members: tuple[int, ...], fields: dict[str, CustomField]
) -> Person:
    workspace, today = actor.workspace, actor.workspace.today()
    name = f"{draw.choice(FIRST)} {draw.choice(LAST)}"
    email, phone = f"{fold(name)[0]}{draw.randrange(9)}@example.com", f"1212555{draw.randrange(10_000):04}"
    source = draw.choice([*crowd.sources, None])
    assigned = draw.choice([*members, None])
    person_type = draw.choice(crowd.types)
    client = Client.objects.create(
        workspace=workspace, name=name, email=email, source=source, assigned_to_id=assigned
    )
    Customer.objects.create(workspace=workspace, client=client, type=person_type)
    person = Person(
        client, _make_card(draw, client, today), "", source=source.pk if source else None, type=person_type.pk
    )
    person.tags = {tag.pk for tag in crowd.tags if draw.random() < 0.4}
    person.size = draw.choice([None, 1, 2, 3])
    person.plan = draw.choice(["", "gold", "silver"])
    person.note = draw.choice(["", "has a dog", "gate code 12"])
    person.gate = draw.random() < 0.5
    _keep_words(draw, person, phone)
    _keep_values(person, fields)
    _keep_facets(person, fields)
    person.card.save()
    return person


def _make_card(draw: Random, client: Client, today: date) -> ClientCard:
    """Columns that agree with each other, as refresh_figures would write them; many ties."""

    def day(chance: float) -> date:
        return (
            today - timedelta(days=draw.choice([0, 1, 30, 364, 365, 366, 500, 800]))
            if draw.random() < chance
            else NEVER
        )

    created, visit, invoice = day(1.0), day(0.7), day(0.6)
    paid = min(invoice, today) if invoice > NEVER and draw.random() < 0.7 else NEVER
    revenue = draw.choice([100, 5_000, 20_000]) if paid > NEVER else 0
    overdue = today - timedelta(days=draw.choice([-5, 0, 3])) if draw.random() < 0.2 else FAR
    flagged = today if draw.random() < 0.15 else FAR
    business = max(visit, invoice)
    return ClientCard(
        client=client,
        workspace_id=client.workspace_id,
        standing=ClientCard.Standing.CUSTOMER,
        sort_name=fold(client.name),
        archived=draw.random() < 0.1,
        dormant=draw.random() < 0.1,
        assigned_to_id=client.assigned_to_id,
        created_on=created,
        lifetime_revenue_cents=revenue,
        recent_revenue_cents=revenue if paid > today - timedelta(days=365) else 0,
        open_balance_cents=draw.choice([100, 900]) if overdue < FAR else draw.choice([0, 0, 700]),
        invoice_count=0 if invoice == NEVER else draw.choice([1, 2]),
        jobs_count=0 if visit == NEVER else 2,
        completed_jobs=0 if visit == NEVER else draw.choice([0, 1]),
        last_visit_on=visit,
        last_invoice_on=invoice,
        last_paid_on=paid,
        last_payment_on=paid,
        last_business_on=business,
        last_activity_on=max(created, business, paid),
        flagged_on=flagged,
        overdue_on=overdue,
        follow_up_from=min(flagged, overdue),
    )


def _keep_words(draw: Random, person: Person, phone: str) -> None:
    client = person.client
    words = [
        client.name,
        *client.name.split(),
        client.email,
        f"{draw.randrange(1, 99)} {draw.choice(STREETS)}",
        phone,
    ]
    person.text = join_words(words)
    ClientSearch.objects.create(
        client=client, workspace_id=client.workspace_id, sort_name=fold(client.name), text=person.text
    )


def _keep_values(person: Person, fields: dict[str, CustomField]) -> None:
    client = person.client
    common = {"workspace_id": client.workspace_id, "client": client}
    if person.size is not None:
        CustomValue.objects.create(**common, field=fields["size"], number=person.size * 1000)
    if person.note:
        CustomValue.objects.create(**common, field=fields["note"], text=fold(person.note))
    for tag in person.tags:
        ClientTag.objects.create(**common, tag_id=tag)
    client.custom = {"size": person.size, "plan": person.plan, "note": person.note, "gate": person.gate}
    client.archived_at = timezone.now() if person.card.archived else None
    client.save()


def _keep_facets(person: Person, fields: dict[str, CustomField]) -> None:
    facets = [facet(Facet.TAG, tag) for tag in person.tags] + [facet(Facet.CUSTOMER_TYPE, person.type)]
    if person.source:
        facets.append(facet(Facet.SOURCE, person.source))
    if person.card.assigned_to_id:
        facets.append(facet(Facet.MEMBER, person.card.assigned_to_id))
    if person.plan:
        option = CustomFieldOption.objects.get(field=fields["plan"], key=person.plan)
        facets.append(facet(Facet.OPTION, option.pk))
    if person.gate:
        facets.append(facet(Facet.CHECKED, fields["gate"].pk))
    person.card.facets = facets
