"""Invoices and payments through the API."""

import pytest

from doorstep.billing.models import Payment
from doorstep.billing.tests.builders import make_draft, make_invoice, make_payment
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.tests.api_client import fields_of
from doorstep.jobs.tests.builders import make_job

pytestmark = pytest.mark.django_db
LINE = {"description": "Boiler service", "unit_cents": 10_000, "tax_basis_points": 825}


@pytest.fixture
def api(owner, api_for):
    return api_for(owner)


@pytest.fixture
def customer(owner):
    return make_customer(owner)


def paid(owner, customer, amount_cents: int = 10_000, **more) -> dict:
    today = owner.workspace.today().isoformat()
    sent = {"customer_id": customer.pk, "amount_cents": amount_cents, "received_on": today, "method": "card"}
    return {**sent, **more}


def test_an_invoice_is_drafted_changed_issued_and_voided(api, customer):
    made = api.post("/invoices", {"customer_id": customer.pk, "lines": [LINE]})
    assert made.status_code == 201, made.content
    draft = made.json()
    assert (draft["status"], draft["number"], draft["total_cents"]) == ("draft", None, 10_825)
    path = f"/invoices/{draft['id']}"
    lines = [{**LINE, "quantity_thousandths": 1500}, {"description": "Less", "unit_cents": -500}]
    changed = api.patch(path, {"lines": lines}, made["ETag"]).json()
    assert (changed["net_cents"], len(changed["lines"])) == (14_500, 2)
    issued = api.post(f"{path}/issue", {"due_on": "2099-01-01"}).json()
    assert (issued["status"], issued["number"], issued["due_on"]) == ("issued", 1, "2099-01-01")
    assert api.get(path).json() == issued
    assert fields_of(api.post(f"{path}/void", {"reason": ""})) == ["reason"]
    assert api.post(f"{path}/void", {"reason": "Wrong customer"}).json()["status"] == "void"


def test_an_invoice_comes_from_a_job(api, owner, customer):
    job = make_job(owner, customer, price_cents=7_000)
    made = api.post("/invoices", {"customer_id": customer.pk, "job_id": job.pk}).json()
    assert (made["job_id"], made["total_cents"]) == (job.pk, 7_000)
    assert made["lines"][0]["description"] == "Boiler service"


def test_a_draft_can_be_thrown_away_and_an_issued_invoice_cannot(api, owner, customer):
    draft, issued = make_draft(owner, customer), make_invoice(owner, customer)
    assert api.delete(f"/invoices/{draft.pk}").status_code == 204
    assert api.delete(f"/invoices/{issued.pk}").status_code == 422
    assert api.patch(f"/invoices/{issued.pk}", {"lines": [LINE]}, '"1"').status_code == 422


def test_rival_changes_of_a_draft_are_shown_to_the_second(api, owner, customer):
    draft = make_draft(owner, customer)
    api.patch(f"/invoices/{draft.pk}", {"lines": [LINE]}, '"1"')
    stale = api.patch(f"/invoices/{draft.pk}", {"lines": [{**LINE, "unit_cents": 1}]}, '"1"')
    assert stale.status_code == 412
    assert set(stale.json()["details"]["fields"]["lines"]) == {"mine", "theirs"}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"description": ""}, "lines.0.description"),
        ({"unit_cents": 10**13}, "lines.0.unit_cents"),
        ({"unit_cents": 1.5}, "lines.0.unit_cents"),
        ({"quantity_thousandths": 0}, "lines.0.quantity_thousandths"),
        ({"tax_basis_points": 10_001}, "lines.0.tax_basis_points"),
        ({"discount_cents": 10_001}, "lines"),
        ({"colour": "red"}, "lines.0.colour"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_by_its_path(api, customer, line, field):
    response = api.post("/invoices", {"customer_id": customer.pk, "lines": [{**LINE, **line}]})
    assert (response.status_code, fields_of(response)) == (422, [field])


def test_a_payment_goes_to_many_invoices_and_can_be_taken_back(api, owner, customer):
    first, second = make_invoice(owner, customer), make_invoice(owner, customer)
    parts = [
        {"invoice_id": first.pk, "amount_cents": 10_000},
        {"invoice_id": second.pk, "amount_cents": 2_500},
    ]
    made = api.post("/payments", paid(owner, customer, 12_500, allocations=parts, reference="Check 7"))
    assert made.status_code == 201, made.content
    assert (made.json()["allocations"], made.json()["currency"]) == (parts, "USD")
    assert api.get(f"/payments/{made.json()['id']}").json() == made.json()
    assert api.get(f"/invoices/{first.pk}").json()["paid_on"] == owner.workspace.today().isoformat()
    voided = api.post(f"/payments/{made.json()['id']}/void", {"reason": "Bounced"}).json()
    assert voided["voided_at"]
    assert api.get(f"/invoices/{first.pk}").json()["paid_cents"] == 0


def test_without_parts_the_invoice_due_first_is_paid_first(api, owner, customer):
    first, _second = make_invoice(owner, customer), make_invoice(owner, customer)
    made = api.post("/payments", paid(owner, customer, 4_000)).json()
    assert made["allocations"] == [{"invoice_id": first.pk, "amount_cents": 4_000}]


def test_no_invoice_is_ever_overpaid(api, owner, customer):
    invoice = make_invoice(owner, customer)
    assert fields_of(api.post("/payments", paid(owner, customer, 10_001))) == ["amount_cents"]
    parts = [{"invoice_id": invoice.pk, "amount_cents": 6_000}] * 2
    response = api.post("/payments", paid(owner, customer, 12_000, allocations=parts))
    assert fields_of(response) == ["allocations"]
    assert response.json()["details"] == {"invoice_id": invoice.pk, "balance_cents": 10_000}
    assert not Payment.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"amount_cents": 0}, "amount_cents"),
        ({"amount_cents": "ten"}, "amount_cents"),
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"received_on": "2199-01-01"}, "received_on"),
        ({"received_on": "1999-01-01"}, "received_on"),
        ({"method": "shells"}, "method"),
        ({"reference": "x" * 81}, "reference"),
        ({"allocations": []}, "allocations"),
    ],
)
def test_a_payment_that_makes_no_sense_is_refused_by_name(api, owner, customer, more, field):
    make_invoice(owner, customer)
    response = api.post("/payments", {**paid(owner, customer), **more})
    assert (response.status_code, fields_of(response)) == (422, [field])


def test_lists_are_narrowed_to_a_customer_and_the_newest_first(api, owner, customer):
    first, second = make_invoice(owner, customer), make_invoice(owner, customer)
    make_invoice(owner, make_customer(owner))
    payment = make_payment(owner, customer, 1_000)
    found = api.get(f"/invoices?customer_id={customer.pk}").json()["items"]
    assert [one["id"] for one in found] == [second.pk, first.pk]
    assert len(api.get("/invoices?status=issued").json()["items"]) == 3
    assert [one["id"] for one in api.get(f"/payments?customer_id={customer.pk}").json()["items"]] == [
        payment.pk
    ]


def test_money_is_for_who_may_see_it(owner, customer, dispatcher, csr, api_for):
    invoice = make_invoice(owner, customer)
    assert api_for(dispatcher).get(f"/invoices/{invoice.pk}").status_code == 403
    assert api_for(dispatcher).post("/payments", paid(owner, customer)).status_code == 403
    clerk = api_for(csr)
    assert clerk.post("/invoices", {"customer_id": customer.pk, "lines": [LINE]}).status_code == 403
    assert clerk.post("/payments", paid(owner, customer)).status_code == 201


def test_nothing_of_another_workspace_is_there(owner, customer, stranger, api_for):
    invoice, draft = make_invoice(owner, customer), make_draft(owner, customer)
    payment = make_payment(owner, customer, 1_000)
    api, theirs = api_for(stranger), make_customer(stranger)
    parts = [{"invoice_id": invoice.pk, "amount_cents": 100}]
    for method, path, body in [
        ("POST", "/invoices", {"customer_id": customer.pk, "lines": [LINE]}),
        ("GET", f"/invoices/{invoice.pk}", None),
        ("PATCH", f"/invoices/{draft.pk}", {"lines": [LINE]}),
        ("DELETE", f"/invoices/{draft.pk}", None),
        ("POST", f"/invoices/{draft.pk}/issue", {}),
        ("POST", f"/invoices/{invoice.pk}/void", {"reason": "x"}),
        ("POST", "/payments", paid(owner, customer, 100)),
        ("POST", "/payments", paid(owner, theirs, 100, allocations=parts)),
        ("GET", f"/payments/{payment.pk}", None),
        ("POST", f"/payments/{payment.pk}/void", {"reason": "x"}),
    ]:
        assert api.send(method, path, body, {"If-Match": '"1"'}).status_code == 404, (method, path)
    assert api.get("/invoices").json()["items"] == api.get("/payments").json()["items"] == []
