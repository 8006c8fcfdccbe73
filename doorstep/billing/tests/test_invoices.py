"""Drafting, issuing and voiding invoices."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from doorstep.activity.models import Entry
from doorstep.billing.actions import (
    create_invoice,
    delete_draft,
    issue_invoice,
    update_draft,
    void_invoice,
    void_payment,
)
from doorstep.billing.models import Invoice, InvoiceLine
from doorstep.billing.tests.builders import line, make_draft, make_invoice, make_payment
from doorstep.clients.models import Property
from doorstep.core.errors import RuleBroken, StaleVersion
from doorstep.customers.actions.columns import archive_customers, make_dormant
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer
from doorstep.jobs.actions import cancel_job
from doorstep.jobs.models import Job
from doorstep.jobs.tests.builders import days_ago, make_job


@pytest.fixture
def customer(owner):
    return make_customer(owner)


def kinds(customer):
    return list(Entry.objects.filter(client_id=customer.pk).order_by("pk").values_list("kind", flat=True))[1:]


def test_a_draft_adds_its_lines_up_and_has_no_number(accountant, customer):
    draft = make_draft(
        accountant, customer, line(10_000, tax_basis_points=825), line(333, quantity_thousandths=2_500)
    )
    assert (draft.status, draft.number) == (Invoice.Status.DRAFT, None)
    assert (draft.net_cents, draft.tax_cents, draft.total_cents) == (10_833, 825, 11_658)
    assert [row.net_cents for row in draft.lines.all()] == [10_000, 833]
    assert kinds(customer) == ["invoice.created"]


def test_an_invoice_from_a_job_takes_its_title_price_and_place(owner, customer):
    place = customer.client.properties.get()
    job = make_job(owner, customer, title="New boiler", price_cents=250_000, property_id=place.pk)
    draft = create_invoice(actor=owner, customer_id=customer.pk, job_id=job.pk)
    assert (draft.job, draft.property, draft.total_cents) == (job, place, 250_000)
    assert draft.lines.get().description == "New boiler"


def test_a_cancelled_job_and_another_customers_job_are_not_invoiced(owner, customer):
    job = make_job(owner, customer)
    with pytest.raises(Job.DoesNotExist):
        create_invoice(actor=owner, customer_id=make_customer(owner).pk, job_id=job.pk)
    cancel_job(actor=owner, job_id=job.pk, reason="Moved")
    with pytest.raises(RuleBroken, match="cancelled"):
        create_invoice(actor=owner, customer_id=customer.pk, job_id=job.pk)


def test_another_customers_property_is_not_there(owner, customer):
    place = make_customer(owner).client.properties.get()
    with pytest.raises(Property.DoesNotExist):
        create_invoice(actor=owner, customer_id=customer.pk, lines=[line()], property_id=place.pk)


def test_dormant_and_archived_customers_are_invoiced_for_what_was_done(owner, customer):
    make_dormant(actor=owner, customer_ids=[customer.pk])
    archive_customers(actor=owner, customer_ids=[customer.pk])
    assert make_invoice(owner, customer).number == 1


def test_a_drafts_lines_are_replaced_as_a_whole(owner, customer):
    draft = make_draft(owner, customer)
    draft = update_draft(actor=owner, invoice_id=draft.pk, version=1, lines=[line(1), line(2)])
    assert (draft.total_cents, draft.version) == (3, 2)
    assert InvoiceLine.objects.count() == 2
    assert kinds(customer) == ["invoice.created", "invoice.updated"]


def test_a_stale_draft_shows_both_sets_of_lines(owner, customer):
    draft = make_draft(owner, customer, line(1))
    update_draft(actor=owner, invoice_id=draft.pk, version=1, lines=[line(2)])
    with pytest.raises(StaleVersion) as stale:
        update_draft(actor=owner, invoice_id=draft.pk, version=1, lines=[line(3)])
    assert stale.value.details["fields"]["lines"] == {"mine": [line(3)], "theirs": [line(2)]}


def test_a_deleted_draft_leaves_only_its_history(owner, customer):
    draft = make_draft(owner, customer)
    delete_draft(actor=owner, invoice_id=draft.pk)
    assert not Invoice.objects.exists()
    assert kinds(customer) == ["invoice.created", "invoice.deleted"]


def test_issuing_gives_number_day_and_due_day(owner, customer):
    today = owner.workspace.today()
    invoice = make_invoice(owner, customer)
    assert (invoice.number, invoice.issued_on) == (1, today)
    assert invoice.due_on == today + timedelta(days=14)
    Customer.objects.update(payment_terms_days=30)
    assert make_invoice(owner, customer).due_on == today + timedelta(days=30)
    Customer.objects.update(payment_terms_days=0)
    assert make_invoice(owner, customer).due_on == today
    assert make_invoice(owner, customer, due_on=today + timedelta(days=3)).due_on == today + timedelta(days=3)


def test_what_is_issued_stays_as_it_is(owner, customer):
    invoice = make_invoice(owner, customer)
    with pytest.raises(RuleBroken, match="Void it"):
        update_draft(actor=owner, invoice_id=invoice.pk, version=2, lines=[line(1)])
    with pytest.raises(RuleBroken, match="Void it"):
        delete_draft(actor=owner, invoice_id=invoice.pk)
    with pytest.raises(RuleBroken, match="Void it"):
        issue_invoice(actor=owner, invoice_id=invoice.pk)


def test_nothing_to_pay_is_not_issued_and_takes_no_number(owner, customer):
    draft = make_draft(owner, customer, line(0))
    with pytest.raises(RuleBroken, match="zero"):
        issue_invoice(actor=owner, invoice_id=draft.pk)
    assert make_invoice(owner, customer).number == 1


@pytest.mark.parametrize(
    ("issued", "due", "field"), [(-1, None, "issued_on"), (20_000, None, "issued_on"), (3, 4, "due_on")]
)
def test_the_days_of_an_invoice_make_sense(owner, customer, issued, due, field):
    draft = make_draft(owner, customer)
    due_on = days_ago(owner, due) if due else None
    with pytest.raises(RuleBroken) as refused:
        issue_invoice(actor=owner, invoice_id=draft.pk, issued_on=days_ago(owner, issued), due_on=due_on)
    assert refused.value.field == field


def test_numbers_have_no_gaps_after_a_rollback(owner, customer):
    make_invoice(owner, customer)
    draft = make_draft(owner, customer)
    with transaction.atomic():
        issue_invoice(actor=owner, invoice_id=draft.pk)
        transaction.set_rollback(True)
    draft.refresh_from_db()
    assert draft.number is None
    assert make_invoice(owner, customer).number == 2


def test_a_void_invoice_keeps_its_number(owner, customer):
    invoice = make_invoice(owner, customer)
    invoice = void_invoice(actor=owner, invoice_id=invoice.pk, reason="Wrong customer")
    assert (invoice.status, invoice.number, invoice.void_reason) == ("void", 1, "Wrong customer")
    assert make_invoice(owner, customer).number == 2
    assert "invoice.voided" in kinds(customer)
    with pytest.raises(RuleBroken, match="Only an issued"):
        void_invoice(actor=owner, invoice_id=invoice.pk, reason="Again")


def test_an_invoice_with_money_received_is_not_voided_until_the_payment_is(owner, customer):
    invoice = make_invoice(owner, customer)
    payment = make_payment(owner, customer, 1)
    with pytest.raises(RuleBroken, match="payments first"):
        void_invoice(actor=owner, invoice_id=invoice.pk, reason="Wrong")
    void_payment(actor=owner, payment_id=payment.pk, reason="Bounced")
    assert void_invoice(actor=owner, invoice_id=invoice.pk, reason="Wrong").status == "void"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_voiding_needs_a_reason_of_a_sensible_length(owner, customer, reason):
    invoice = make_invoice(owner, customer)
    with pytest.raises(RuleBroken) as refused:
        void_invoice(actor=owner, invoice_id=invoice.pk, reason=reason)
    assert refused.value.field == "reason"


EVERY_ACTION = {
    create_invoice: {"lines": [line()]},
    update_draft: {"version": 1, "lines": [line(1)]},
    delete_draft: {},
    issue_invoice: {"issued_on": date(2020, 1, 1)},
    void_invoice: {"reason": "X"},
}


@pytest.mark.parametrize("action", EVERY_ACTION, ids=lambda action: action.__name__)
@pytest.mark.parametrize("role", ["dispatcher", "csr", "salesperson", "technician"])
def test_who_may_not_manage_invoices_is_refused(request, owner, customer, action, role):
    draft = make_draft(owner, customer)
    about = {"customer_id": customer.pk} if action is create_invoice else {"invoice_id": draft.pk}
    with pytest.raises(PermissionDenied):
        action(actor=request.getfixturevalue(role), **about, **EVERY_ACTION[action])


@pytest.mark.parametrize("action", EVERY_ACTION, ids=lambda action: action.__name__)
def test_another_workspaces_invoices_are_not_there(owner, stranger, customer, action):
    draft = make_draft(owner, customer)
    about = {"customer_id": customer.pk} if action is create_invoice else {"invoice_id": draft.pk}
    with pytest.raises((Invoice.DoesNotExist, Customer.DoesNotExist)):
        action(actor=stranger, **about, **EVERY_ACTION[action])
