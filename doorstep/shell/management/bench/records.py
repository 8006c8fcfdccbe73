"""The page of a customer with 2,000 jobs, tab by tab; and the look for duplicates that each save makes."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from doorstep.billing.models import Invoice
from doorstep.clients.cards import refresh_figures
from doorstep.clients.matching import Traits, possible_duplicates
from doorstep.clients.models import Client
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership, next_number
from doorstep.jobs.models import Job
from doorstep.shell.management.bench.clock import Timings
from doorstep.shell.management.bench.pages import beside_floor
from doorstep.shell.management.bench.results import Board
from doorstep.shell.management.bench.searching import spread
from doorstep.shell.management.bench.visitor import Visitor

JOBS = 2_000
BUSY = "bench: busy"
TIMES_FLOOR, DUPLICATES_MS = 5.0, 1.0
_PANELS = {"jobs": "jobs:panel", "invoices": "billing:panel"}


def measure_records(visitor: Visitor, member: Membership, board: Board) -> None:
    """Measure the whole page at each tab, and the panels that some of them load."""
    busy = busy_customer(member)
    addresses = {"overview": reverse("customers:record", args=[busy])}
    for tab in ("jobs", "invoices", "properties", "contacts", "activity"):
        addresses[tab] = reverse(f"customers:tab-{tab}", args=[busy])
    for tab, name in _PANELS.items():
        addresses[f"the {tab} themselves"] = reverse(name, args=[busy])
    for tab, address in addresses.items():
        both = beside_floor(visitor, lambda asked=address: visitor.get(asked))  # type: ignore[misc]  # mypy cannot tell what a default is
        board.add(
            f"record of a customer with {JOBS:,} jobs: {tab}",
            both.page.typical,
            "ms",
            raw=both.floor.typical,
            goal=f"≤ {TIMES_FLOOR:g} × floor",
            met=both.ratio <= TIMES_FLOOR,
            database_ms=both.page.typical_database,
            statements=both.page.statements,
        )
    _measure_duplicates(member, board)


def _measure_duplicates(member: Membership, board: Board) -> None:
    actor = Actor.of(member)
    timings = Timings()
    for client in Client.objects.filter(pk__in=spread(member.workspace_id, 40)).prefetch_related("phones"):
        traits = Traits(
            e164s=[phone.e164 for phone in client.phones.all()],
            email_keys=[client.email_key] if client.email_key else [],
            name_postcode_key=client.name_postcode_key,
        )
        timings.turn(lambda: possible_duplicates(actor=actor, traits=traits))  # noqa: B023  # called at once
    spent = timings.typical_database
    board.add(
        "duplicates on one save",
        spent,
        "ms",
        goal=f"≤ {DUPLICATES_MS:g} ms in the database",
        met=spent <= DUPLICATES_MS,
        database_ms=spent,
        statements=timings.statements,
    )


@transaction.atomic
def busy_customer(member: Membership) -> int:
    """The id of a customer with 2,000 completed and invoiced jobs; one becomes it when there is none yet."""
    workspace = member.workspace
    found = Client.objects.filter(workspace=workspace, external_id=BUSY).first()
    if found is not None:
        return found.pk
    client = Client.objects.filter(workspace=workspace, kind=Client.Kind.COMPANY).order_by("pk")[0]
    Client.objects.filter(pk=client.pk).update(external_id=BUSY)
    start, today = next_number(workspace.pk, "job"), workspace.today()
    days = [today - timedelta(days=1 + number) for number in range(JOBS)]
    numbers = [start, *(next_number(workspace.pk, "job") for _turn in days[1:])]
    jobs = Job.objects.bulk_create(
        Job(
            workspace=workspace, customer_id=client.pk, number=number, title="Window cleaning",
            status=Job.Status.COMPLETED, completed_on=day, price_cents=12_000,
            scheduled_at=timezone.now() - (today - day),
        )
        for number, day in zip(numbers, days, strict=True)
    )  # fmt: skip
    Invoice.objects.bulk_create(
        Invoice(
            workspace=workspace, customer_id=client.pk, job=job, status=Invoice.Status.ISSUED,
            number=next_number(workspace.pk, "invoice"), issued_on=job.completed_on, due_on=job.completed_on,
            net_cents=12_000, total_cents=12_000,
        )
        for job in jobs
    )  # fmt: skip
    refresh_figures(workspace=workspace, client_ids=[client.pk])
    return client.pk
