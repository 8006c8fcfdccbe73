"""Scheduling, ending and reopening jobs."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from doorstep.activity.models import Entry
from doorstep.core.errors import RuleBroken, StaleVersion
from doorstep.customers.actions.columns import archive_customers, make_dormant, reactivate
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.tests.builders import make_actor
from doorstep.jobs.actions import (
    abort_job,
    cancel_job,
    complete_job,
    create_job,
    reopen_job,
    reschedule_job,
    update_job,
)
from doorstep.jobs.models import Job
from doorstep.jobs.tests.builders import days_ago, make_job, make_visit, nine_oclock


@pytest.fixture
def customer(owner):
    return make_customer(owner)


def latest_entry(customer):
    return Entry.objects.filter(client_id=customer.pk).latest("pk")


def test_jobs_are_numbered_per_workspace(owner, stranger, customer):
    assert [make_job(owner, customer).number for _ in range(3)] == [1, 2, 3]
    assert make_job(stranger, make_customer(stranger)).number == 1


def test_a_new_job_stands_on_the_timeline(dispatcher, customer):
    job = make_job(dispatcher, customer, title="Leak under the sink")
    entry = latest_entry(customer)
    assert (entry.kind, entry.subject_id, entry.actor_name) == ("job.created", job.pk, dispatcher.name)
    assert entry.data["title"] == "Leak under the sink"


def test_a_job_needs_words(owner, customer):
    with pytest.raises(RuleBroken) as refused:
        make_job(owner, customer, title="   ")
    assert refused.value.field == "title"
    assert not Job.objects.exists()


def test_a_refused_job_leaves_its_number_to_the_next(owner, customer):
    with pytest.raises(RuleBroken):
        make_job(owner, customer, title="")
    assert make_job(owner, customer).number == 1


def test_the_property_must_be_the_customers_own(owner, customer):
    own = customer.client.properties.get()
    assert make_job(owner, customer, property_id=own.pk).property == own
    neighbour = make_customer(owner).client.properties.get()
    with pytest.raises(RuleBroken) as refused:
        make_job(owner, customer, property_id=neighbour.pk)
    assert refused.value.field == "property_id"


def test_a_dormant_property_gets_no_work(owner, customer):
    customer.client.properties.update(dormant=True)
    with pytest.raises(RuleBroken, match="dormant"):
        make_job(owner, customer, property_id=customer.client.properties.get().pk)


def test_the_technician_must_be_a_member_of_today(owner, technician, stranger, customer):
    job = make_job(owner, customer, technician_id=technician.membership_id)
    assert job.technician_id == technician.membership_id
    with pytest.raises(RuleBroken) as refused:
        make_job(owner, customer, technician_id=stranger.membership_id)
    assert refused.value.field == "technician_id"


def test_what_is_free_of_charge_has_no_price(owner, customer):
    job = make_job(owner, customer, free_of_charge=True)
    with pytest.raises(RuleBroken) as refused:
        update_job(actor=owner, job_id=job.pk, version=1, fields={"price_cents": 100})
    assert refused.value.field == "price_cents"


def test_a_dormant_customer_gets_no_new_job_until_it_is_reactivated(owner, customer):
    open_job = make_job(owner, customer)
    make_dormant(actor=owner, customer_ids=[customer.pk])
    with pytest.raises(RuleBroken, match="Reactivate"):
        make_job(owner, customer)
    complete_job(actor=owner, job_id=open_job.pk)  # what was open is still finished
    with pytest.raises(RuleBroken, match="Reactivate"):
        reopen_job(actor=owner, job_id=open_job.pk)
    reactivate(actor=owner, customer_ids=[customer.pk])
    assert make_job(owner, customer).number == 2


def test_an_archived_customer_gets_no_new_job(owner, customer):
    archive_customers(actor=owner, customer_ids=[customer.pk])
    with pytest.raises(RuleBroken, match="Restore"):
        make_job(owner, customer)


def test_a_mistyped_year_is_refused(owner, customer):
    for year in (1089, 2206):
        with pytest.raises(RuleBroken) as refused:
            make_job(owner, customer, on=date(year, 5, 4))
        assert refused.value.field == "scheduled_at"


def test_a_visit_is_completed_today_unless_another_day_is_given(owner, customer):
    job = complete_job(actor=owner, job_id=make_job(owner, customer).pk)
    assert (job.status, job.completed_on) == (Job.Status.COMPLETED, owner.workspace.today())
    assert latest_entry(customer).data["completed_on"] == owner.workspace.today().isoformat()


def test_today_is_the_companys_today(owner, customer):
    job = make_job(owner, customer)
    with time_machine.travel(datetime(2026, 3, 2, 1, 30, tzinfo=UTC), tick=False):  # still 1 March there
        reschedule_job(actor=owner, job_id=job.pk, scheduled_at=datetime(2026, 3, 1, 15, tzinfo=UTC))
        with pytest.raises(RuleBroken, match="future"):
            complete_job(actor=owner, job_id=job.pk, completed_on=date(2026, 3, 2))
        assert complete_job(actor=owner, job_id=job.pk).completed_on == date(2026, 3, 1)


@pytest.mark.parametrize("days", [-1, 400])
def test_a_visit_lies_neither_ahead_nor_more_than_a_year_before_its_plan(owner, customer, days):
    job = make_job(owner, customer)
    with pytest.raises(RuleBroken) as refused:
        complete_job(actor=owner, job_id=job.pk, completed_on=days_ago(owner, days))
    assert refused.value.field == "completed_on"


def test_only_a_scheduled_job_ends(owner, customer):
    job = make_visit(owner, customer, days_ago(owner, 3))
    with pytest.raises(RuleBroken, match="completed already"):
        complete_job(actor=owner, job_id=job.pk)
    with pytest.raises(RuleBroken):
        cancel_job(actor=owner, job_id=job.pk, reason="Changed their mind")
    with pytest.raises(RuleBroken):
        abort_job(actor=owner, job_id=job.pk, reason="Nobody home")
    with pytest.raises(RuleBroken):
        reschedule_job(actor=owner, job_id=job.pk, scheduled_at=nine_oclock(owner, days_ago(owner, 0)))


@pytest.mark.parametrize(("end", "kind"), [(cancel_job, "job.cancelled"), (abort_job, "job.aborted")])
def test_ending_without_the_work_done_needs_a_reason(owner, customer, end, kind):
    job = make_job(owner, customer)
    with pytest.raises(RuleBroken) as refused:
        end(actor=owner, job_id=job.pk, reason="  ")
    assert refused.value.field == "reason"
    assert end(actor=owner, job_id=job.pk, reason=" Flooded road ").ended_reason == "Flooded road"
    assert (latest_entry(customer).kind, latest_entry(customer).data["reason"]) == (kind, "Flooded road")


def test_reopening_forgets_how_it_ended(owner, customer):
    job = make_visit(owner, customer, days_ago(owner, 3))
    job = reopen_job(actor=owner, job_id=job.pk)
    assert (job.status, job.completed_on, job.ended_reason) == (Job.Status.SCHEDULED, None, "")
    assert latest_entry(customer).data["was"] == "completed"
    with pytest.raises(RuleBroken, match="scheduled already"):
        reopen_job(actor=owner, job_id=job.pk)


def test_an_edit_says_what_changed_and_raises_the_version(owner, customer):
    job = make_job(owner, customer)
    job = update_job(actor=owner, job_id=job.pk, version=1, fields={"title": "New boiler", "description": ""})
    assert (job.title, job.version) == ("New boiler", 2)
    assert latest_entry(customer).data["changes"] == {"title": ["Boiler service", "New boiler"]}


def test_an_edit_of_nothing_leaves_no_trace(owner, customer):
    job = make_job(owner, customer)
    update_job(actor=owner, job_id=job.pk, version=1, fields={"title": "Boiler service"})
    assert latest_entry(customer).kind == "job.created"
    assert Job.objects.get().version == 1


def test_a_stale_edit_shows_mine_and_theirs_and_saves_nothing(owner, csr, customer):
    job = make_job(owner, customer)
    update_job(actor=csr, job_id=job.pk, version=1, fields={"title": "Theirs"})
    with pytest.raises(StaleVersion) as stale:
        update_job(actor=owner, job_id=job.pk, version=1, fields={"title": "Mine"})
    assert stale.value.details == {"fields": {"title": {"mine": "Mine", "theirs": "Theirs"}}, "version": 2}
    assert Job.objects.get().title == "Theirs"
    with pytest.raises(StaleVersion):
        reschedule_job(
            actor=owner, job_id=job.pk, scheduled_at=nine_oclock(owner, days_ago(owner, -9)), version=1
        )


def test_edits_of_different_fields_are_both_kept(owner, csr, customer):
    job = make_job(owner, customer)
    update_job(actor=csr, job_id=job.pk, version=1, fields={"title": "Theirs"})
    mine = {"title": "Boiler service", "description": "Mine"}
    seen = {"title": "Boiler service", "description": ""}
    job = update_job(actor=owner, job_id=job.pk, version=1, fields=mine, seen=seen)
    assert (job.title, job.description) == ("Theirs", "Mine")


def test_a_field_that_is_not_a_jobs_is_refused(owner, customer):
    job = make_job(owner, customer)
    with pytest.raises(RuleBroken, match="no such field"):
        update_job(actor=owner, job_id=job.pk, version=1, fields={"status": "completed"})


WHEN = datetime(2026, 5, 4, 9, tzinfo=UTC)
EVERY_ACTION = {
    create_job: {"scheduled_at": WHEN, "fields": {"title": "X"}},
    update_job: {"version": 1, "fields": {"title": "X"}},
    reschedule_job: {"scheduled_at": WHEN + timedelta(days=1)},
    complete_job: {},
    abort_job: {"reason": "X"},
    cancel_job: {"reason": "X"},
    reopen_job: {},
}
MAY_REPORT = (complete_job, abort_job)  # what a technician may do
REFUSED = [
    (action, role)
    for action in EVERY_ACTION
    for role in ("salesperson", "accountant", "technician")
    if not (role == "technician" and action in MAY_REPORT)
]


@pytest.mark.parametrize(("action", "role"), REFUSED, ids=lambda value: getattr(value, "__name__", value))
def test_who_lacks_the_capability_is_refused(request, owner, customer, action, role):
    actor = request.getfixturevalue(role)
    job = make_job(owner, customer)
    about = {"customer_id": customer.pk} if action is create_job else {"job_id": job.pk}
    with pytest.raises(PermissionDenied):
        action(actor=actor, **about, **EVERY_ACTION[action])


@pytest.mark.parametrize("action", EVERY_ACTION, ids=lambda action: action.__name__)
def test_another_workspaces_jobs_are_not_there(owner, stranger, customer, action):
    job = make_job(owner, customer)
    about = {"customer_id": customer.pk} if action is create_job else {"job_id": job.pk}
    with pytest.raises((Job.DoesNotExist, Customer.DoesNotExist)):
        action(actor=stranger, **about, **EVERY_ACTION[action])


def test_a_technician_completes_only_jobs_of_customers_they_see(workspace, owner, customer):
    technician = make_actor(workspace, "technician")
    own = make_customer(owner, assigned_to_id=technician.membership_id)
    assert complete_job(actor=technician, job_id=make_job(owner, own).pk).completed_on
    with pytest.raises(Job.DoesNotExist):
        complete_job(actor=technician, job_id=make_job(owner, customer).pk)
