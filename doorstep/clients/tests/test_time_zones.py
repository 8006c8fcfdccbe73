"""A company that moves to another time zone: what is kept by the day follows."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from doorstep.billing.tests.builders import make_invoice, make_payment
from doorstep.clients import cards
from doorstep.clients.cards import rebuild_figures, roll_figures
from doorstep.clients.counts import Fact, counted
from doorstep.clients.models import ClientCard
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.actions import update_workspace
from doorstep.runs.worker import Worker

# The evening of 9 March in New York is the morning of the 10th in London.
BETWEEN = datetime(2026, 3, 10, 3, tzinfo=UTC)
IN_NEW_YORK, IN_LONDON = date(2026, 3, 9), date(2026, 3, 10)


@pytest.fixture(autouse=True)
def that_night():
    with time_machine.travel(BETWEEN, tick=False):
        yield


def work_off() -> int:
    """Do what is queued; how many tasks that were."""
    worker = Worker(batch=True)
    done = 0
    while (row := worker.claim_next()) is not None:
        worker.run_task(row)
        done += 1
    return done


def move(owner, time_zone):
    update_workspace(actor=owner, time_zone=time_zone)
    owner.workspace.refresh_from_db()


def days(customer):
    return ClientCard.objects.values_list("created_on", "last_activity_on").get(pk=customer.pk)


def test_days_and_counts_are_those_of_the_new_time_zone(owner):
    customer = make_customer(owner)
    assert days(customer) == (IN_NEW_YORK, IN_NEW_YORK)
    move(owner, "Europe/London")
    work_off()
    assert days(customer) == (IN_LONDON, IN_LONDON)
    assert counted(owner.workspace_id, Fact.TOTAL, until=IN_NEW_YORK) == 0
    assert counted(owner.workspace_id, Fact.TOTAL, until=IN_LONDON) == 1


def test_revenue_leaves_and_enters_the_last_twelve_months_with_the_day(owner):
    customer = make_customer(owner)
    a_year_ago = IN_LONDON.replace(year=2025)
    make_invoice(owner, customer, total_cents=7_000, issued_on=a_year_ago)
    make_payment(owner, customer, 7_000, received_on=a_year_ago)
    roll_figures(workspace=owner.workspace)
    for time_zone, cents in (("Europe/London", 0), ("America/New_York", 7_000)):
        move(owner, time_zone)
        work_off()
        assert ClientCard.objects.get(pk=customer.pk).recent_revenue_cents == cents
        assert rebuild_figures(workspace=owner.workspace, check=True) == 0


def test_many_customers_are_moved_part_by_part_so_that_nothing_else_waits(owner, monkeypatch):
    monkeypatch.setattr(cards, "CHUNK", 1)
    monkeypatch.setattr(cards, "CHUNKS_IN_PART", 2)
    customers = [make_customer(owner) for _ in range(5)]
    move(owner, "Europe/London")
    assert work_off() == 5  # the reaction; two, two and one customer; nobody left
    assert {days(customer) for customer in customers} == {(IN_LONDON, IN_LONDON)}


def test_another_workspace_keeps_its_days(owner, stranger):
    theirs = make_customer(stranger)
    move(owner, "Europe/London")
    work_off()
    assert days(theirs) == (IN_NEW_YORK, IN_NEW_YORK)


def test_any_other_setting_touches_no_card(owner):
    make_customer(owner)
    update_workspace(actor=owner, name="Harbor & Sons")
    work_off()
    assert not DBTaskResult.objects.filter(task_path="doorstep.clients.tasks.move_days").exists()
