"""What a customer's card says about its money."""

from datetime import date, datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from doorstep.billing.actions import void_invoice
from doorstep.billing.figures import money_figures
from doorstep.billing.queries import clients_leaving_window
from doorstep.billing.tests.builders import make_draft, make_invoice, make_payment
from doorstep.clients.cards import roll_figures
from doorstep.clients.models import ClientCard
from doorstep.core.days import year_before
from doorstep.core.db import FAR, NEVER
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.models import Workspace
from doorstep.jobs.tests.builders import days_ago


@pytest.fixture
def customer(owner):
    return make_customer(owner)


def card_of(customer):
    return ClientCard.objects.get(pk=customer.pk)


def noon(actor, day):
    return time_machine.travel(
        datetime(day.year, day.month, day.day, 12, tzinfo=actor.workspace.zone), tick=False
    )


def test_a_draft_counts_nowhere(owner, customer):
    before = ClientCard.objects.filter(pk=customer.pk).values().get()
    make_draft(owner, customer)
    assert ClientCard.objects.filter(pk=customer.pk).values().get() == before


def test_an_issued_invoice_is_a_balance_and_no_revenue(owner, customer):
    make_invoice(owner, customer, issued_on=days_ago(owner, 3))
    card = card_of(customer)
    assert (card.invoice_count, card.open_balance_cents, card.lifetime_revenue_cents) == (1, 10_000, 0)
    assert (card.last_invoice_on, card.last_paid_on) == (days_ago(owner, 3), NEVER)
    assert card.overdue_on == days_ago(owner, 3 - 15)  # the day after the fourteen days to pay


def test_a_part_payment_is_no_revenue_yet(owner, customer):
    make_invoice(owner, customer)
    make_payment(owner, customer, 4_000)
    card = card_of(customer)
    assert (card.open_balance_cents, card.lifetime_revenue_cents) == (6_000, 0)
    assert (card.last_payment_on, card.last_paid_on) == (owner.workspace.today(), NEVER)


def test_a_paid_invoice_is_revenue_and_not_overdue(owner, customer):
    make_invoice(owner, customer, issued_on=days_ago(owner, 90))
    assert card_of(customer).overdue_on == days_ago(owner, 75)
    make_payment(owner, customer, 10_000)
    card = card_of(customer)
    assert (card.open_balance_cents, card.lifetime_revenue_cents, card.recent_revenue_cents) == (
        0,
        10_000,
        10_000,
    )
    assert (card.last_paid_on, card.overdue_on) == (owner.workspace.today(), FAR)


def test_a_void_invoice_counts_nowhere(owner, customer):
    before = ClientCard.objects.filter(pk=customer.pk).values().get()
    invoice = make_invoice(owner, customer)
    void_invoice(actor=owner, invoice_id=invoice.pk, reason="Wrong")
    assert ClientCard.objects.filter(pk=customer.pk).values().get() == before


def test_recent_revenue_begins_after_the_same_day_last_year(owner, customer):
    for paid_on in (date(2025, 5, 10), date(2025, 5, 11)):
        make_invoice(owner, customer, issued_on=date(2025, 5, 1))
        make_payment(owner, customer, 10_000, received_on=paid_on)
    for today, recent in (
        (date(2026, 5, 9), 20_000),
        (date(2026, 5, 10), 10_000),
        (date(2026, 5, 11), 0),
    ):
        figures = money_figures([customer.pk], workspace=owner.workspace, today=today)
        assert figures[customer.pk]["recent_revenue_cents"] == recent
        assert figures[customer.pk]["lifetime_revenue_cents"] == 20_000


def test_on_a_leap_day_the_window_begins_after_28_february():
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert year_before(date(2029, 2, 28)) == date(2028, 2, 28)  # 29 February 2028 still counts
    assert year_before(date(2029, 3, 1)) == date(2028, 3, 1)
    assert year_before(NEVER) == NEVER


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_the_window_never_moves_back(day):
    later = date.fromordinal(day.toordinal() + 1)
    assert year_before(day) <= year_before(later)


def test_rolling_on_finds_exactly_those_whose_revenue_leaves(owner):
    workspace = owner.workspace
    with noon(owner, date(2026, 5, 1)):
        paid = {}
        for received_on in (date(2025, 5, 10), date(2025, 5, 11), date(2026, 4, 1)):
            customer = make_customer(owner)
            make_invoice(owner, customer, issued_on=date(2025, 5, 1))
            make_payment(owner, customer, 10_000, received_on=received_on)
            paid[received_on] = customer.pk
        assert clients_leaving_window(workspace, date(2026, 5, 1), date(2026, 5, 9)) == []
        Workspace.objects.update(figures_on=date(2026, 5, 1))
    assert clients_leaving_window(workspace, date(2026, 5, 1), date(2026, 5, 10)) == [paid[date(2025, 5, 10)]]
    assert clients_leaving_window(workspace, date(2026, 5, 10), date(2026, 5, 1)) == [paid[date(2025, 5, 10)]]
    assert len(clients_leaving_window(workspace, NEVER, date(2027, 5, 1))) == 3
    workspace.refresh_from_db()
    with noon(owner, date(2026, 5, 11)):
        assert roll_figures(workspace=workspace) == 2
    recent = ClientCard.objects.order_by("pk").values_list("recent_revenue_cents", flat=True)
    assert list(recent) == [0, 0, 10_000]


def test_many_customers_cost_as_many_statements_as_one(owner, django_assert_num_queries):
    customers = [make_customer(owner) for _ in range(3)]
    for customer in customers:
        make_invoice(owner, customer)
        make_payment(owner, customer, 10_000)
    today = owner.workspace.today()
    for some in (customers[:1], customers):
        with django_assert_num_queries(1):
            figures = money_figures([one.pk for one in some], workspace=owner.workspace, today=today)
        assert len(figures) == len(some)
