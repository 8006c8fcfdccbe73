"""Filling a workspace with customers and their history; memory stays flat however many they are."""

from collections.abc import Callable

from django.db import models, transaction

from doorstep.activity.models import Entry
from doorstep.billing.models import Allocation, Invoice, InvoiceLine, Payment
from doorstep.clients.folding import fold_counts
from doorstep.clients.models import (
    Client,
    ClientCard,
    ClientPhone,
    ClientSearch,
    ClientTag,
    Contact,
    CountDelta,
    CustomValue,
    Property,
    PropertyParty,
)
from doorstep.customers.models import Customer
from doorstep.identity.models import NumberSequence, Workspace
from doorstep.jobs.models import Job
from doorstep.shell.sample.bare_tables import without_indexes
from doorstep.shell.sample.company import furnish
from doorstep.shell.sample.dice import Dice
from doorstep.shell.sample.lives import cast
from doorstep.shell.sample.loading import last_keys, load, move_sequences
from doorstep.shell.sample.portions import Drawer
from doorstep.shell.sample.sheets import Keys

#: Raise it when the generator draws something else: the benchmark then makes its databases again.
VERSION = 1
PORTION = 4_000
WORTH_BARE_TABLES = 5 * PORTION

NUMBERED: tuple[type[models.Model], ...] = (
    Client, Contact, ClientPhone, Property, PropertyParty, ClientTag, Job, Invoice, InvoiceLine, Payment,
    Allocation, Entry, CustomValue, CountDelta,
)  # fmt: skip
LOADED: tuple[type[models.Model], ...] = (*NUMBERED, Customer, ClientCard, ClientSearch)


def generate(
    workspace: Workspace, customers: int, seed: int, *, light: bool = False, tell: Callable[[int], None]
) -> None:
    """Add so many customers with their properties, jobs, invoices, payments and timelines.

    The first customers of a workspace are the same for the same seed and day. `light`: bills of one line and
    timelines without the past. `tell` hears how many are there after each portion. Each portion is one
    transaction; many customers for an empty PostgreSQL are one altogether, without indexes meanwhile.
    """
    company = furnish(workspace)
    there = Client.objects.filter(workspace=workspace).count()
    drawer = Drawer(company, seed + there, given_phones=there * 2, light=light)
    plan = cast(Dice(f"stories {seed}"), customers)
    if customers < WORTH_BARE_TABLES or Client.objects.exists():
        _load_portions(workspace, drawer, plan, tell)
        fold_counts(workspace_id=workspace.pk)
    else:
        with transaction.atomic(), without_indexes(LOADED):
            _load_portions(workspace, drawer, plan, tell, counts_at_end=True)
    Workspace.objects.filter(pk=workspace.pk).update(figures_on=workspace.today())


def _load_portions(
    workspace: Workspace,
    drawer: Drawer,
    plan: bytes,
    tell: Callable[[int], None],
    *,
    counts_at_end: bool = False,
) -> None:
    for start in range(0, len(plan), PORTION):
        with transaction.atomic():
            keys = Keys(last_keys(NUMBERED))
            sequences = {kind: _sequence(workspace, kind) for kind in ("job", "invoice")}
            numbers = {kind: sequence.last for kind, sequence in sequences.items()}
            portion = plan[start : start + PORTION]
            with_counts = not counts_at_end or start + PORTION >= len(plan)
            load(drawer.portion(portion, keys, numbers, with_counts=with_counts))
            for kind, sequence in sequences.items():
                sequence.last = numbers[kind]
                sequence.save(update_fields=["last"])
            move_sequences(NUMBERED)
        tell(min(start + PORTION, len(plan)))


def _sequence(workspace: Workspace, kind: str) -> NumberSequence:
    NumberSequence.objects.get_or_create(workspace=workspace, kind=kind)
    return NumberSequence.objects.select_for_update().get(workspace=workspace, kind=kind)
