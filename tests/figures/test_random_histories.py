"""Whatever happens, in whatever order: what is stored about a customer is what its ledger adds up to.

`Histories` is the machine that makes things happen; a suite that adds imports or undos subclasses it with
more rules and is run the same way.
"""

import contextlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import models, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from doorstep.billing import actions as billing
from doorstep.billing.models import Invoice, Payment
from doorstep.billing.tests.builders import make_draft, make_invoice, make_payment
from doorstep.clients.cards import roll_figures
from doorstep.core.errors import RuleBroken
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.models import Workspace
from doorstep.identity.tests.builders import make_actor, make_workspace
from doorstep.jobs import actions as jobs
from doorstep.jobs.models import Job
from doorstep.jobs.tests.builders import make_job, nine_oclock
from tests.figures.recomputed import recomputed, stored, wrong_counts, wrong_invoices

START = datetime(2027, 12, 20, 15, tzinfo=UTC)  # a leap day is not far ahead
ANY = st.integers(0, 10**6)  # picks a row: modulo how many there are
DAYS_AGO = st.integers(0, 500)


class Histories(RuleBasedStateMachine):
    """One company from its first customer on; each run is rolled back."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START, tick=False)
        self.now = self.clock.start()
        self.everything = transaction.atomic()
        self.everything.__enter__()
        self.actor = make_actor(make_workspace())
        roll_figures(workspace=self.actor.workspace)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.everything.__exit__(None, None, None)
        self.clock.stop()

    def day(self, ago: int) -> date:
        return self.actor.workspace.today() - timedelta(days=ago)

    def pick(self, model: type[models.Model], number: int) -> Any:
        pks = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
        return model._default_manager.get(pk=pks[number % len(pks)])

    def attempt(self, action: Callable[..., Any], *args: Any, **arguments: Any) -> None:
        """Do it; what the rules refuse leaves nothing behind, which the invariants then see."""
        with contextlib.suppress(RuleBroken):
            action(*args, **arguments)

    @initialize()
    def first_customer(self) -> None:
        make_customer(self.actor)

    @precondition(lambda self: Customer.objects.count() < 4)
    @rule()
    def add_customer(self) -> None:
        make_customer(self.actor)

    @rule(days=st.sampled_from([1, 15, 30, 60, 200]))
    def days_pass(self, days: int) -> None:
        self.now.shift(timedelta(days=days))
        self.actor = make_actor(Workspace.objects.get(pk=self.actor.workspace_id))
        roll_figures(workspace=self.actor.workspace)

    @rule(which=ANY, ago=st.integers(-60, 500))
    def schedule(self, which: int, ago: int) -> None:
        make_job(self.actor, self.pick(Customer, which), on=self.day(ago))

    @rule(which=ANY, ago=DAYS_AGO)
    def schedule_and_complete(self, which: int, ago: int) -> None:
        job = make_job(self.actor, self.pick(Customer, which), on=self.day(ago))
        jobs.complete_job(actor=self.actor, job_id=job.pk, completed_on=self.day(ago))

    @precondition(lambda self: Job.objects.exists())
    @rule(which=ANY, ago=DAYS_AGO, end=st.sampled_from(["complete", "abort", "cancel", "reopen", "move"]))
    def change_job(self, which: int, ago: int, end: str) -> None:
        action, arguments = {
            "complete": (jobs.complete_job, {"completed_on": self.day(ago)}),
            "abort": (jobs.abort_job, {"reason": "Nobody home"}),
            "cancel": (jobs.cancel_job, {"reason": "Moved away"}),
            "reopen": (jobs.reopen_job, {}),
            "move": (jobs.reschedule_job, {"scheduled_at": nine_oclock(self.actor, self.day(ago))}),
        }[end]
        self.attempt(action, actor=self.actor, job_id=self.pick(Job, which).pk, **arguments)

    @rule(which=ANY)
    def draft(self, which: int) -> None:
        make_draft(self.actor, self.pick(Customer, which))

    @rule(which=ANY, cents=st.integers(1, 30_000), ago=DAYS_AGO, terms=st.integers(0, 60))
    def invoice(self, which: int, cents: int, ago: int, terms: int) -> None:
        customer, day = self.pick(Customer, which), self.day(ago)
        due_on = day + timedelta(days=terms)
        make_invoice(self.actor, customer, total_cents=cents, issued_on=day, due_on=due_on)

    @rule(which=ANY, cents=st.integers(1, 30_000), ago=DAYS_AGO, later=st.integers(0, 40))
    def invoice_that_is_paid(self, which: int, cents: int, ago: int, later: int) -> None:
        customer, paid_ago = self.pick(Customer, which), max(0, ago - later)
        invoice = make_invoice(self.actor, customer, total_cents=cents, issued_on=self.day(ago))
        parts = {invoice.pk: cents}
        make_payment(self.actor, customer, cents, received_on=self.day(paid_ago), allocations=parts)

    @precondition(lambda self: Invoice.objects.filter(status="draft").exists())
    @rule(which=ANY)
    def issue_draft(self, which: int) -> None:
        self.attempt(billing.issue_invoice, actor=self.actor, invoice_id=self.pick(Invoice, which).pk)

    @precondition(lambda self: Invoice.objects.exists())
    @rule(which=ANY)
    def void_invoice(self, which: int) -> None:
        invoice = self.pick(Invoice, which)
        self.attempt(billing.void_invoice, actor=self.actor, invoice_id=invoice.pk, reason="Wrong")

    @precondition(lambda self: Invoice.objects.exists())
    @rule(which=ANY, cents=st.integers(1, 40_000), ago=DAYS_AGO)
    def pay_oldest_first(self, which: int, cents: int, ago: int) -> None:
        self.attempt(make_payment, self.actor, self.pick(Customer, which), cents, received_on=self.day(ago))

    @precondition(lambda self: Invoice.objects.exists())
    @rule(which=ANY, share=st.sampled_from([1, 2, 3]), ago=st.integers(0, 300))
    def pay_one(self, which: int, share: int, ago: int) -> None:
        """A third, a half or all that is left on one invoice."""
        invoice = self.pick(Invoice, which)
        cents = -(-(invoice.total_cents - invoice.paid_cents) // share)
        self.attempt(
            make_payment,
            self.actor,
            invoice.customer,
            cents,
            received_on=self.day(ago),
            allocations={invoice.pk: cents},
        )

    @precondition(lambda self: Payment.objects.exists())
    @rule(which=ANY)
    def void_payment(self, which: int) -> None:
        payment = self.pick(Payment, which)
        self.attempt(billing.void_payment, actor=self.actor, payment_id=payment.pk, reason="Bounced")

    @invariant()
    def stored_figures_are_what_the_ledger_adds_up_to(self) -> None:
        workspace = self.actor.workspace
        assert stored() == recomputed(workspace.today(), workspace.zone)

    @invariant()
    def no_invoice_got_too_much(self) -> None:
        assert list(wrong_invoices()) == []

    @invariant()
    def kept_counts_are_what_the_cards_count_to(self) -> None:
        assert list(wrong_counts()) == []

    @invariant()
    def invoice_numbers_have_no_gaps(self) -> None:
        numbers = Invoice.objects.filter(number__isnull=False).order_by("number")
        assert list(numbers.values_list("number", flat=True)) == list(range(1, len(numbers) + 1))


@pytest.mark.slow
@pytest.mark.django_db
def test_after_any_history_the_stored_figures_are_what_the_ledger_adds_up_to():
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
