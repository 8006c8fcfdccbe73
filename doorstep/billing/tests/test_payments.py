"""Receiving money and taking that back."""

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.activity.models import Entry
from doorstep.billing.actions import record_payment, void_payment
from doorstep.billing.models import Allocation, Invoice, Payment
from doorstep.billing.queries import balance_cents
from doorstep.billing.tests.builders import make_draft, make_invoice, make_payment
from doorstep.clients.models import ClientCard
from doorstep.core.db import NEVER
from doorstep.core.errors import RuleBroken
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer
from doorstep.jobs.tests.builders import days_ago


@pytest.fixture
def customer(owner):
    return make_customer(owner)


def fresh(invoice):
    return Invoice.objects.get(pk=invoice.pk)


def test_paying_the_balance_makes_the_invoice_paid(csr, owner, customer):
    invoice = make_invoice(owner, customer, total_cents=4_000)
    make_payment(csr, customer, 4_000, method="cash", reference=" till 2 ")
    invoice = fresh(invoice)
    assert (invoice.paid_cents, invoice.paid_on, balance_cents(invoice)) == (4_000, csr.workspace.today(), 0)
    payment = Payment.objects.get()
    assert (payment.method, payment.reference, payment.created_by_id) == ("cash", "till 2", csr.membership_id)
    kinds = Entry.objects.filter(client_id=customer.pk).order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["payment.recorded", "invoice.paid"]


def test_a_part_payment_leaves_a_balance(owner, customer):
    invoice = make_invoice(owner, customer, total_cents=4_000)
    make_payment(owner, customer, 1_500)
    assert (fresh(invoice).paid_on, balance_cents(fresh(invoice))) == (None, 2_500)


def test_money_goes_to_the_invoice_due_first(owner, customer):
    late = make_invoice(owner, customer, issued_on=days_ago(owner, 10))
    early = make_invoice(owner, customer, issued_on=days_ago(owner, 40))
    make_payment(owner, customer, 12_000)
    assert (fresh(early).paid_cents, fresh(late).paid_cents) == (10_000, 2_000)


def test_one_payment_over_many_invoices_as_chosen(owner, customer):
    first, second, third = (make_invoice(owner, customer) for _ in range(3))
    payment = make_payment(owner, customer, 13_000, allocations={third.pk: 10_000, first.pk: 3_000})
    assert [fresh(each).paid_cents for each in (first, second, third)] == [3_000, 0, 10_000]
    assert Entry.objects.get(kind="payment.recorded").data["invoices"] == [[1, 3_000], [3, 10_000]]
    assert payment.allocations.count() == 2


def test_the_day_of_payment_is_the_latest_day_money_came_whatever_came_last_to_us(owner, customer):
    invoice = make_invoice(owner, customer, issued_on=days_ago(owner, 30))
    make_payment(owner, customer, 6_000, received_on=days_ago(owner, 5))
    make_payment(owner, customer, 4_000, received_on=days_ago(owner, 20))
    assert fresh(invoice).paid_on == days_ago(owner, 5)


def test_never_more_than_is_owed(owner, customer):
    invoice = make_invoice(owner, customer, total_cents=4_000)
    other = make_invoice(owner, customer, total_cents=100)
    with pytest.raises(RuleBroken, match=r"\$41\.00") as refused:
        make_payment(owner, customer, 4_101)
    assert (refused.value.field, refused.value.details) == ("amount_cents", {"balance_cents": 4_100})
    with pytest.raises(RuleBroken, match="at most the balance"):
        make_payment(owner, customer, 4_100, allocations={invoice.pk: 3_999, other.pk: 101})
    assert not Payment.objects.exists()
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("parts", [{}, {0: 3_999}, {0: 4_001}, {0: 4_000, 1: 0}, {0: 4_001, 1: -1}])
def test_the_parts_are_above_zero_and_add_up_to_the_amount(owner, customer, parts):
    invoices = [make_invoice(owner, customer) for _ in range(2)]
    allocations = {invoices[place].pk: cents for place, cents in parts.items()}
    with pytest.raises(RuleBroken) as refused:
        make_payment(owner, customer, 4_000, allocations=allocations)
    assert refused.value.field == "allocations"


def test_money_is_received_only_for_issued_invoices_of_the_same_customer(owner, customer):
    draft = make_draft(owner, customer)
    with pytest.raises(RuleBroken, match="issued invoices only"):
        make_payment(owner, customer, 100, allocations={draft.pk: 100})
    neighbours = make_invoice(owner, make_customer(owner))
    with pytest.raises(RuleBroken, match="another customer"):
        make_payment(owner, customer, 100, allocations={neighbours.pk: 100})


def test_with_nothing_open_there_is_nothing_to_receive(owner, customer):
    with pytest.raises(RuleBroken, match="no open invoice"):
        make_payment(owner, customer, 100)


@pytest.mark.parametrize("amount_cents", [0, -5, 10**12 + 1])
def test_the_amount_is_above_zero(owner, customer, amount_cents):
    make_invoice(owner, customer)
    with pytest.raises(RuleBroken) as refused:
        make_payment(owner, customer, amount_cents)
    assert refused.value.field == "amount_cents"


@pytest.mark.parametrize("days", [-1, 366 + 30])
def test_money_comes_neither_ahead_of_today_nor_a_year_before_the_invoice(owner, customer, days):
    make_invoice(owner, customer)
    with pytest.raises(RuleBroken) as refused:
        make_payment(owner, customer, 100, received_on=days_ago(owner, days))
    assert refused.value.field == "received_on"


def test_a_deposit_may_come_before_the_invoice(owner, customer):
    invoice = make_invoice(owner, customer)
    make_payment(owner, customer, 10_000, received_on=days_ago(owner, 60))
    assert fresh(invoice).paid_on == days_ago(owner, 60)


@pytest.mark.parametrize(("field", "value"), [("method", "barter"), ("reference", "x" * 81)])
def test_method_and_reference_are_checked(owner, customer, field, value):
    make_invoice(owner, customer)
    with pytest.raises(RuleBroken) as refused:
        make_payment(owner, customer, 100, **{field: value})
    assert refused.value.field == field


def test_a_voided_payment_puts_everything_back(owner, customer):
    first, second = make_invoice(owner, customer), make_invoice(owner, customer)
    make_payment(owner, customer, 1_000)
    untouched = ClientCard.objects.filter(pk=customer.pk).values().get()
    payment = make_payment(owner, customer, 19_000)
    assert ClientCard.objects.get(pk=customer.pk).open_balance_cents == 0
    void_payment(actor=owner, payment_id=payment.pk, reason="Bounced")
    assert ClientCard.objects.filter(pk=customer.pk).values().get() == untouched
    assert [(fresh(each).paid_cents, fresh(each).paid_on) for each in (first, second)] == [
        (1_000, None),
        (0, None),
    ]
    assert Entry.objects.latest("pk").data["invoices"] == [[1, 9_000], [2, 10_000]]


def test_a_payment_is_voided_once_and_with_a_reason(owner, customer):
    make_invoice(owner, customer)
    payment = make_payment(owner, customer, 100)
    with pytest.raises(RuleBroken) as refused:
        void_payment(actor=owner, payment_id=payment.pk, reason=" ")
    assert refused.value.field == "reason"
    void_payment(actor=owner, payment_id=payment.pk, reason="Bounced")
    with pytest.raises(RuleBroken, match="void already"):
        void_payment(actor=owner, payment_id=payment.pk, reason="Bounced")


def test_what_a_void_payment_had_paid_can_be_paid_again(owner, customer):
    invoice = make_invoice(owner, customer)
    void_payment(actor=owner, payment_id=make_payment(owner, customer, 10_000).pk, reason="Bounced")
    card = ClientCard.objects.get(pk=customer.pk)
    assert (card.last_payment_on, card.last_paid_on) == (NEVER, NEVER)
    make_payment(owner, customer, 10_000)
    assert fresh(invoice).paid_on == owner.workspace.today()


@pytest.mark.parametrize("role", ["dispatcher", "salesperson", "technician"])
def test_who_may_not_record_payments_is_refused(request, owner, customer, role):
    actor = request.getfixturevalue(role)
    make_invoice(owner, customer)
    payment = make_payment(owner, customer, 100)
    with pytest.raises(PermissionDenied):
        make_payment(actor, customer, 100)
    with pytest.raises(PermissionDenied):
        void_payment(actor=actor, payment_id=payment.pk, reason="X")


def test_another_workspaces_customers_invoices_and_payments_are_not_there(owner, stranger, customer):
    invoice = make_invoice(owner, customer)
    payment = make_payment(owner, customer, 100)
    with pytest.raises(Customer.DoesNotExist):
        make_payment(stranger, customer, 100)
    with pytest.raises(Invoice.DoesNotExist):
        make_payment(stranger, make_customer(stranger), 100, allocations={invoice.pk: 100})
    with pytest.raises(Payment.DoesNotExist):
        void_payment(actor=stranger, payment_id=payment.pk, reason="X")


@pytest.mark.parametrize("invoices", [1, 12])
def test_a_payment_costs_at_most_fifteen_statements_however_many_invoices(
    owner, customer, invoices, django_assert_max_num_queries
):
    for _ in range(invoices):
        make_invoice(owner, customer)
    with django_assert_max_num_queries(15):
        record_payment(
            actor=owner,
            customer_id=customer.pk,
            amount_cents=10_000 * invoices,
            received_on=owner.workspace.today(),
            method="card",
        )
