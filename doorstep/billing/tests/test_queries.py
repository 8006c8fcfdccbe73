"""What is owed, why somebody should be reminded, and how customers pay."""

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.billing.actions import void_invoice, void_payment
from doorstep.billing.queries import (
    balance_cents,
    invoices_of,
    money_summary,
    open_invoices,
    overdue_words,
    payments_of,
)
from doorstep.billing.tests.builders import make_draft, make_invoice, make_payment
from doorstep.clients.models import ClientCard
from doorstep.customers.tests.builders import make_customer
from doorstep.jobs.tests.builders import days_ago


@pytest.fixture
def customer(owner):
    return make_customer(owner)


def test_only_an_issued_invoice_is_owed(owner, customer):
    assert balance_cents(make_draft(owner, customer)) == 0
    invoice = make_invoice(owner, customer)
    assert balance_cents(invoice) == 10_000
    payment = make_payment(owner, customer, 4_000)
    assert balance_cents(invoice) == 6_000
    void_payment(actor=owner, payment_id=payment.pk, reason="Bounced")
    assert balance_cents(void_invoice(actor=owner, invoice_id=invoice.pk, reason="Wrong")) == 0


def test_open_invoices_begin_with_the_one_due_first(owner, customer):
    make_draft(owner, customer)
    late = make_invoice(owner, customer)
    early = make_invoice(owner, customer, issued_on=days_ago(owner, 50))
    paid = make_invoice(owner, customer, issued_on=days_ago(owner, 90))
    make_payment(owner, customer, 10_000)
    assert paid not in open_invoices(owner, customer.pk)
    assert list(open_invoices(owner, customer.pk)) == [early, late]


def test_the_list_of_invoices_begins_with_drafts_on_either_database(owner, customer):
    old = make_invoice(owner, customer, issued_on=days_ago(owner, 9))
    new = make_invoice(owner, customer)
    draft = make_draft(owner, customer)
    assert list(invoices_of(owner, customer.pk)) == [draft, new, old]


@pytest.mark.parametrize(
    ("days", "words"), [(15, "1 day overdue"), (14, "due today"), (13, "due in 1 day"), (0, "due in 14 days")]
)
def test_an_invoice_says_how_it_stands_with_its_day(owner, customer, days, words):
    invoice = make_invoice(owner, customer, issued_on=days_ago(owner, days))
    assert overdue_words(invoice, owner.workspace.today()) == words
    assert overdue_words(make_draft(owner, customer), owner.workspace.today()) == ""


@pytest.mark.parametrize("read", [open_invoices, invoices_of, payments_of, money_summary])
def test_who_may_not_see_money_reads_none(dispatcher, customer, read):
    with pytest.raises(PermissionDenied):
        read(dispatcher, customer.pk)


def test_another_workspaces_money_is_not_there(owner, stranger, customer):
    make_invoice(owner, customer)
    make_payment(owner, customer, 100)
    assert not open_invoices(stranger, customer.pk)
    assert not invoices_of(stranger, customer.pk)
    assert not payments_of(stranger, customer.pk)
    with pytest.raises(ClientCard.DoesNotExist):
        money_summary(stranger, customer.pk)


def test_a_customer_without_invoices_has_no_habits(owner, customer):
    summary = money_summary(owner, customer.pk)
    assert (summary.average_invoice_cents, summary.days_to_pay, summary.invoiced_every_days) == (None,) * 3
    assert (summary.invoice_count, summary.pays) == (0, "")


def test_habits_are_medians_over_the_latest_invoices(owner, customer, django_assert_num_queries):
    # Issued 90, 60 and 30 days ago; paid after 10, 14 and 20 days, so one of three late.
    for issued, paid in ((90, 80), (60, 46), (30, 10)):
        make_invoice(owner, customer, total_cents=issued * 100, issued_on=days_ago(owner, issued))
        make_payment(owner, customer, issued * 100, received_on=days_ago(owner, paid))
    with django_assert_num_queries(3):
        summary = money_summary(owner, customer.pk)
    assert (summary.average_invoice_cents, summary.invoice_count) == (6_000, 3)
    assert (summary.days_to_pay, summary.invoiced_every_days) == (14, 30)
    assert (summary.paid_on_time, summary.paid_late, summary.pays) == (2, 1, "Sometimes pays late")
    assert summary.card.lifetime_revenue_cents == 18_000
