"""What a customer's card says about its jobs."""

from datetime import timedelta

import pytest

from doorstep.clients.models import ClientCard
from doorstep.core.db import FAR, NEVER
from doorstep.customers.tests.builders import make_customer
from doorstep.jobs.actions import abort_job, cancel_job, complete_job, reopen_job, reschedule_job
from doorstep.jobs.figures import job_figures
from doorstep.jobs.tests.builders import days_ago, make_job, make_visit, nine_oclock


@pytest.fixture
def customer(owner):
    return make_customer(owner)


def card_of(customer):
    return ClientCard.objects.get(pk=customer.pk)


def test_a_scheduled_job_counts_at_once_but_is_no_visit(owner, customer):
    make_job(owner, customer, on=days_ago(owner, -3))
    card = card_of(customer)
    assert (card.jobs_count, card.completed_jobs) == (1, 0)
    assert (card.last_job_on, card.last_visit_on) == (days_ago(owner, -3), NEVER)


def test_a_job_done_earlier_than_planned_counts_on_the_day_it_was_done(owner, customer):
    job = make_job(owner, customer, on=days_ago(owner, -10))
    complete_job(actor=owner, job_id=job.pk, completed_on=days_ago(owner, 2))
    card = card_of(customer)
    assert (card.completed_jobs, card.last_job_on, card.last_visit_on) == (
        1,
        days_ago(owner, 2),
        days_ago(owner, 2),
    )


def test_a_cancelled_job_counts_nowhere_and_a_reopened_one_again(owner, customer):
    job = make_job(owner, customer)
    cancel_job(actor=owner, job_id=job.pk, reason="Moved away")
    assert (card_of(customer).jobs_count, card_of(customer).last_job_on) == (0, NEVER)
    reopen_job(actor=owner, job_id=job.pk)
    assert (card_of(customer).jobs_count, card_of(customer).last_job_on) == (1, days_ago(owner, -1))


def test_an_aborted_job_is_a_job_and_no_visit(owner, customer):
    job = make_job(owner, customer, on=days_ago(owner, 4))
    abort_job(actor=owner, job_id=job.pk, reason="Nobody home")
    card = card_of(customer)
    assert (card.jobs_count, card.completed_jobs, card.last_job_on) == (1, 0, days_ago(owner, 4))
    assert card.last_visit_on == NEVER


def test_a_rescheduled_job_moves_the_last_job(owner, customer):
    job = make_job(owner, customer)
    later = days_ago(owner, -20)
    reschedule_job(actor=owner, job_id=job.pk, scheduled_at=nine_oclock(owner, later))
    assert card_of(customer).last_job_on == later


def test_the_day_is_the_companys_not_the_servers(owner, customer):
    late = nine_oclock(owner, days_ago(owner, 5)) + timedelta(hours=14)  # 23:00 in New York, next day in UTC
    job = make_job(owner, customer)
    reschedule_job(actor=owner, job_id=job.pk, scheduled_at=late)
    assert card_of(customer).last_job_on == days_ago(owner, 5)


def test_a_regular_that_stays_away_is_due_back(owner, customer):
    for days in (260, 230, 200):
        make_visit(owner, customer, days_ago(owner, days))
    card = card_of(customer)
    assert card.due_back_on == days_ago(owner, 200 - 45)
    assert card.follow_up_from == card.due_back_on


def test_who_has_a_job_scheduled_is_not_due_back(owner, customer):
    for days in (260, 230, 200):
        make_visit(owner, customer, days_ago(owner, days))
    job = make_job(owner, customer)
    assert card_of(customer).due_back_on == FAR
    cancel_job(actor=owner, job_id=job.pk, reason="No time")
    assert card_of(customer).due_back_on == days_ago(owner, 155)


def test_two_jobs_on_one_day_are_one_visit(owner, customer):
    for days in (100, 100, 70):
        make_visit(owner, customer, days_ago(owner, days))
    assert card_of(customer).completed_jobs == 3
    assert card_of(customer).due_back_on == FAR


def test_many_customers_cost_as_many_statements_as_one(owner, django_assert_num_queries):
    customers = [make_customer(owner) for _ in range(4)]
    for customer in customers:
        for days in (90, 60, 30):
            make_visit(owner, customer, days_ago(owner, days))
    today = owner.workspace.today()
    for some in (customers[:1], customers):
        with django_assert_num_queries(2):
            figures = job_figures([one.pk for one in some], workspace=owner.workspace, today=today)
        assert len(figures) == len(some)
