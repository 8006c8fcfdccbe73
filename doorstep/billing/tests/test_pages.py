"""The money panels and forms, as a browser asks for them."""

import json

import pytest

from doorstep.billing.models import Invoice, Payment
from doorstep.billing.tests.builders import make_draft, make_invoice, make_payment
from doorstep.customers.tests.builders import make_customer
from doorstep.jobs.tests.builders import days_ago, make_job

HTMX = {"HX-Request": "true"}


@pytest.fixture
def customer(owner):
    return make_customer(owner)


@pytest.fixture
def pages(owner, client_for):
    return client_for(owner)


def at(customer, rest=""):
    return f"/customers/{customer.pk}/{rest}"


def read(pages, address):
    answer = pages.get(address, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_invoices_say_what_is_owed_and_since_when(pages, owner, customer):
    make_invoice(owner, customer, total_cents=12_345, issued_on=days_ago(owner, 20))
    make_invoice(owner, customer, total_cents=5_000)
    make_draft(owner, customer)
    make_payment(owner, customer, 2_345)
    panel = read(pages, at(customer, "invoices/"))
    assert "<html" not in panel
    for words in ("$123.45", "$100.00", "6 days overdue", "due in 14 days", "Draft", "Record payment"):
        assert words in panel
    page = pages.get(at(customer, "invoices/")).content.decode()
    assert "<html" in page
    assert "$123.45" in page


def test_the_payments_say_what_they_were_for(pages, owner, customer):
    make_invoice(owner, customer)
    make_payment(owner, customer, 4_321, reference="till 7")
    panel = read(pages, at(customer, "payments/"))
    for words in ("$43.21", "till 7", "#1", "Card"):
        assert words in panel
    assert "till 7" in pages.get(at(customer, "payments/")).content.decode()


def test_empty_panels_say_what_will_be_there(pages, customer):
    assert "No invoices yet" in read(pages, at(customer, "invoices/"))
    assert "No payments yet" in read(pages, at(customer, "payments/"))


@pytest.mark.parametrize("panel", ["invoices/", "payments/"])
def test_twenty_a_page_at_a_constant_number_of_statements(
    pages, owner, customer, panel, django_assert_max_num_queries
):
    for _ in range(21):
        make_invoice(owner, customer)
        make_payment(owner, customer, 10_000)
    with django_assert_max_num_queries(9):
        first = read(pages, at(customer, panel))
    assert "#21" in first
    assert ">#1<" not in first
    assert "1–20 of 21" in first
    assert "#1" in read(pages, at(customer, panel) + "?page=2")


INVOICE = {"description": "Boiler", "quantity": "1.5", "unit_cents": "100.00", "tax_percent": "8.25"}


def test_an_invoice_is_issued_from_the_form(pages, customer):
    assert "Price of one" in read(pages, at(customer, "invoices/new/"))
    answer = pages.post(at(customer, "invoices/new/"), {**INVOICE, "issue": "on"}, headers=HTMX)
    assert answer.status_code == 200
    assert {"refresh", "close-dialog"} <= set(json.loads(answer.headers["HX-Trigger"]))
    invoice = Invoice.objects.get()
    assert (invoice.number, invoice.net_cents, invoice.tax_cents) == (1, 15_000, 1_238)


def test_a_draft_is_saved_issued_later_or_deleted(pages, customer):
    for _ in range(2):
        pages.post(at(customer, "invoices/new/"), INVOICE, headers=HTMX)
    first, second = Invoice.objects.order_by("pk")
    assert first.number is None
    pages.post(f"/invoices/{first.pk}/issue/", headers=HTMX)
    pages.post(f"/invoices/{second.pk}/delete/", headers=HTMX)
    assert [invoice.number for invoice in Invoice.objects.all()] == [1]
    answer = pages.post(f"/invoices/{first.pk}/delete/", headers=HTMX)
    assert "Void it" in json.loads(answer.headers["HX-Trigger"])["toast"]["text"]


def test_an_invoice_that_cannot_be_issued_leaves_no_draft_behind(pages, customer):
    free = {**INVOICE, "unit_cents": "0", "issue": "on"}
    answer = pages.post(at(customer, "invoices/new/"), free, headers=HTMX)
    assert answer.status_code == 422
    assert "total is zero" in answer.content.decode()
    assert not Invoice.objects.exists()


def test_the_form_of_a_job_knows_its_title_and_price(pages, owner, customer):
    job = make_job(owner, customer, title="New boiler", price_cents=250_000)
    form = read(pages, at(customer, f"invoices/new/?job={job.pk}"))
    assert 'value="New boiler"' in form
    assert 'value="2500.00"' in form
    pages.post(at(customer, "invoices/new/"), {**INVOICE, "job_id": job.pk}, headers=HTMX)
    assert Invoice.objects.get().job == job


def payment(owner, **typed):
    return {
        "amount_cents": "$100.00",
        "received_on": owner.workspace.today().isoformat(),
        "method": "cash",
        **typed,
    }


def test_a_payment_is_recorded_for_the_invoice_that_is_chosen(pages, owner, customer):
    make_invoice(owner, customer, issued_on=days_ago(owner, 30))
    chosen = make_invoice(owner, customer)
    form = read(pages, at(customer, "payments/new/"))
    assert 'value="200.00"' in form
    assert "#2 · $100.00" in form
    answer = pages.post(at(customer, "payments/new/"), payment(owner, invoice_id=chosen.pk), headers=HTMX)
    assert answer.status_code == 200
    assert [invoice.number for invoice in Invoice.objects.filter(paid_on__isnull=False)] == [2]


def test_too_much_money_is_refused_beside_the_amount(pages, owner, customer):
    make_invoice(owner, customer)
    answer = pages.post(at(customer, "payments/new/"), payment(owner, amount_cents="100.01"), headers=HTMX)
    assert answer.status_code == 422
    assert "more than this customer owes: $100.00" in answer.content.decode()
    assert not Payment.objects.exists()


def test_a_payment_and_then_its_invoice_are_voided(pages, owner, customer):
    invoice = make_invoice(owner, customer)
    received = make_payment(owner, customer, 100)
    answer = pages.post(f"/invoices/{invoice.pk}/void/", {"reason": "Wrong"}, headers=HTMX)
    assert answer.status_code == 422
    assert "payments first" in answer.content.decode()
    assert pages.post(f"/payments/{received.pk}/void/", {"reason": ""}, headers=HTMX).status_code == 422
    pages.post(f"/payments/{received.pk}/void/", {"reason": "Bounced"}, headers=HTMX)
    pages.post(f"/invoices/{invoice.pk}/void/", {"reason": "Wrong"}, headers=HTMX)
    assert Invoice.objects.get().status == Invoice.Status.VOID
    assert "Void" in read(pages, at(customer, "payments/"))


def routes(customer, invoice, received):
    return {
        at(customer, "invoices/"): "get",
        at(customer, "payments/"): "get",
        at(customer, "invoices/new/"): "get",
        at(customer, "payments/new/"): "get",
        f"/invoices/{invoice.pk}/issue/": "post",
        f"/invoices/{invoice.pk}/delete/": "post",
        f"/invoices/{invoice.pk}/void/": "get",
        f"/payments/{received.pk}/void/": "get",
    }


@pytest.mark.parametrize("role", ["dispatcher", "technician", "salesperson"])
def test_who_may_not_see_money_sees_none(request, owner, client_for, customer, role):
    pages = client_for(request.getfixturevalue(role))
    invoice = make_invoice(owner, customer)
    for address, verb in routes(customer, invoice, make_payment(owner, customer, 100)).items():
        assert getattr(pages, verb)(address).status_code == 403


def test_who_records_payments_does_not_manage_invoices(csr, owner, client_for, customer):
    make_invoice(owner, customer)
    pages = client_for(csr)
    panel = read(pages, at(customer, "invoices/"))
    assert "Record payment" in panel
    assert "New invoice" not in panel
    assert pages.get(at(customer, "invoices/new/")).status_code == 403


def test_another_workspaces_money_is_not_found(owner, stranger, client_for, customer):
    pages = client_for(stranger)
    invoice = make_invoice(owner, customer)
    for address, verb in routes(customer, invoice, make_payment(owner, customer, 100)).items():
        assert getattr(pages, verb)(address).status_code == 404
