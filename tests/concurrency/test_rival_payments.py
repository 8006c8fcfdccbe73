"""Rivals at the same invoice at the same time, with real commits on either database."""

from functools import partial

import pytest
from django.db import transaction
from django.db.models import F, Sum

from doorstep.billing.actions import issue_invoice, void_invoice, void_payment
from doorstep.billing.models import Allocation, Invoice, Payment
from doorstep.billing.tests.builders import make_draft, make_invoice, make_payment
from doorstep.clients.cards import rebuild_figures
from doorstep.clients.models import ClientCard
from doorstep.core.errors import RuleBroken
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.tests.builders import make_actor, make_workspace
from doorstep.jobs.models import Job
from doorstep.jobs.tests.builders import make_job

RIVALS = 8


@pytest.fixture
def owner(shared_database):
    return make_actor(make_workspace())


@pytest.fixture
def customer(owner):
    return make_customer(owner)


def won(outcomes):
    """Those that got through; the rest must have been refused by a rule, not by an accident."""
    accidents = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, RuleBroken)]
    assert not accidents
    return [one for one in outcomes if not isinstance(one, Exception)]


def assert_books_agree(owner):
    for invoice in Invoice.objects.all():
        live = invoice.allocations.filter(payment__voided_at=None)
        assert invoice.paid_cents == (live.aggregate(cents=Sum("amount_cents"))["cents"] or 0)
    assert not Invoice.objects.filter(paid_cents__gt=F("total_cents")).exists()
    assert rebuild_figures(workspace=owner.workspace, check=True) == 0


def test_of_eight_rival_payments_of_the_whole_balance_exactly_one_gets_through(owner, customer, at_once):
    invoice = make_invoice(owner, customer)
    outcomes = at_once([partial(make_payment, owner, customer, 10_000)] * RIVALS)
    assert len(won(outcomes)) == 1
    assert Payment.objects.count() == Allocation.objects.count() == 1
    invoice.refresh_from_db()
    assert (invoice.paid_cents, invoice.paid_on) == (10_000, owner.workspace.today())
    assert ClientCard.objects.get(pk=customer.pk).lifetime_revenue_cents == 10_000
    assert_books_agree(owner)


def test_as_many_part_payments_get_through_as_fit_in_the_balance(owner, customer, at_once):
    invoice = make_invoice(owner, customer)
    parts = {invoice.pk: 3_000}
    outcomes = at_once([partial(make_payment, owner, customer, 3_000, allocations=parts)] * RIVALS)
    assert len(won(outcomes)) == 3
    assert_books_agree(owner)


def test_payments_over_the_same_invoices_in_any_order_do_not_wait_for_each_other_forever(
    owner, customer, at_once
):
    first, second = make_invoice(owner, customer), make_invoice(owner, customer)
    there, back = {first.pk: 100, second.pk: 50}, {second.pk: 50, first.pk: 100}
    attempts = [
        partial(make_payment, owner, customer, 150, allocations=parts)
        for parts in [there, back] * (RIVALS // 2)
    ]
    assert len(won(at_once(attempts))) == RIVALS
    assert ClientCard.objects.get(pk=customer.pk).open_balance_cents == 20_000 - RIVALS * 150
    assert_books_agree(owner)


def test_an_invoice_is_either_paid_or_void_never_both(owner, customer, at_once):
    for _ in range(4):
        invoice = make_invoice(owner, customer)
        pay = partial(make_payment, owner, customer, 10_000, allocations={invoice.pk: 10_000})
        void = partial(void_invoice, actor=owner, invoice_id=invoice.pk, reason="Wrong customer")
        assert len(won(at_once([pay, void] * 2))) == 1
        invoice.refresh_from_db()
        assert (invoice.status == Invoice.Status.VOID) == (invoice.paid_cents == 0)
    assert_books_agree(owner)


def test_a_payment_is_voided_once(owner, customer, at_once):
    make_invoice(owner, customer)
    payment = make_payment(owner, customer, 10_000)
    void = partial(void_payment, actor=owner, payment_id=payment.pk, reason="Bounced")
    assert len(won(at_once([void] * RIVALS))) == 1
    assert ClientCard.objects.get(pk=customer.pk).open_balance_cents == 10_000
    assert_books_agree(owner)


def test_voiding_and_paying_again_meet_without_overpaying(owner, customer, at_once):
    make_invoice(owner, customer)
    payment = make_payment(owner, customer, 10_000)
    void = partial(void_payment, actor=owner, payment_id=payment.pk, reason="Bounced")
    pay = partial(make_payment, owner, customer, 10_000)
    won(at_once([void, *[pay] * (RIVALS - 1)]))
    payment.refresh_from_db()
    assert payment.voided_at
    assert Payment.objects.filter(voided_at=None).count() <= 1
    assert_books_agree(owner)


def test_invoice_numbers_have_no_gaps_among_eight_issuers_some_of_whom_change_their_minds(
    owner, customer, at_once
):
    drafts = [[make_draft(owner, customer).pk for _ in range(3)] for _ in range(RIVALS)]

    def issue(place: int) -> None:
        for turn, pk in enumerate(drafts[place]):
            with transaction.atomic():
                issue_invoice(actor=owner, invoice_id=pk)
                if (place + turn) % 3 == 0:
                    transaction.set_rollback(True)

    won(at_once([partial(issue, place) for place in range(RIVALS)]))
    numbers = Invoice.objects.filter(number__isnull=False).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, RIVALS * 2 + 1))
    assert_books_agree(owner)


def test_jobs_created_at_once_have_numbers_of_their_own(owner, customer, at_once):
    won(at_once([partial(make_job, owner, customer)] * RIVALS))
    assert set(Job.objects.values_list("number", flat=True)) == set(range(1, RIVALS + 1))
    assert ClientCard.objects.get(pk=customer.pk).jobs_count == RIVALS
    assert_books_agree(owner)
