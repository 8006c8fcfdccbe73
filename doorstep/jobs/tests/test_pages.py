"""The jobs' panel and forms, as a browser asks for them."""

import json

import pytest

from doorstep.customers.tests.builders import make_customer
from doorstep.jobs.actions import update_job
from doorstep.jobs.models import Job
from doorstep.jobs.tests.builders import days_ago, make_job, make_visit

HTMX = {"HX-Request": "true"}


@pytest.fixture
def customer(owner):
    return make_customer(owner)


@pytest.fixture
def pages(owner, client_for):
    return client_for(owner)


def panel_of(customer):
    return f"/customers/{customer.pk}/jobs/"


def test_the_panel_is_a_fragment_for_htmx_and_a_page_for_everybody_else(pages, owner, customer):
    make_job(owner, customer, title="Leak under the sink")
    fragment = pages.get(panel_of(customer), headers=HTMX).content.decode()
    assert "Leak under the sink" in fragment
    assert "<html" not in fragment
    page = pages.get(panel_of(customer)).content.decode()
    assert "Leak under the sink" in page
    assert "<html" in page


def test_an_empty_panel_says_what_will_be_there(pages, customer):
    assert "No jobs yet" in pages.get(panel_of(customer), headers=HTMX).content.decode()


def test_the_panel_shows_twenty_a_page_at_a_constant_number_of_statements(
    pages, owner, customer, django_assert_max_num_queries
):
    for number in range(21):
        make_job(owner, customer, title=f"Visit {number:02}", on=days_ago(owner, -number))
    with django_assert_max_num_queries(8):
        first = pages.get(panel_of(customer), headers=HTMX).content.decode()
    assert "Visit 20" in first
    assert "Visit 00" not in first
    assert "Visit 00" in pages.get(panel_of(customer) + "?page=2", headers=HTMX).content.decode()


def test_a_job_is_scheduled_from_the_form(pages, customer):
    form = pages.get(panel_of(customer) + "new/", headers=HTMX).content.decode()
    assert 'name="price_cents"' in form
    answer = pages.post(
        panel_of(customer) + "new/",
        {
            "title": "New boiler",
            "scheduled_at": "2026-12-24T09:30",
            "price_cents": "$1,250.50",
            "property_id": customer.client.properties.get().pk,
            "initial-price_cents": "",
        },
        headers=HTMX,
    )
    assert answer.status_code == 200
    assert answer.content == b""
    assert {"refresh", "close-dialog", "toast"} == set(json.loads(answer.headers["HX-Trigger"]))
    job = Job.objects.get()
    assert (job.title, job.price_cents) == ("New boiler", 125_050)
    local = job.scheduled_at.astimezone(job.workspace.zone)
    assert f"{local:%Y-%m-%d %H:%M}" == "2026-12-24 09:30"  # nine thirty where the company works


def test_the_form_offers_the_customers_own_address(pages, customer):
    own = customer.client.properties.get()
    form = pages.get(panel_of(customer) + "new/", headers=HTMX).content.decode()
    assert f'<option value="{own.pk}" selected>' in form
    typed = {"title": "X", "scheduled_at": "2026-12-24T09:30", "property_id": own.pk}
    pages.post(panel_of(customer) + "new/", {**typed, "initial-property_id": own.pk}, headers=HTMX)
    assert Job.objects.get().property == own


def test_without_javascript_the_form_goes_back_to_the_panel(pages, customer):
    answer = pages.post(panel_of(customer) + "new/", {"title": "X", "scheduled_at": "2026-12-24T09:30"})
    assert (answer.status_code, answer.headers["Location"]) == (303, panel_of(customer))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "required"),
        ("price_cents", "twelve", "such as 125.00"),
        ("price_cents", "-1", "below zero"),
        ("scheduled_at", "1026-12-24T09:30", "Check the year"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    pages, customer, field, value, words
):
    typed = {"title": "Boiler", "description": "Bring the ladder", "scheduled_at": "2026-12-24T09:30"}
    answer = pages.post(panel_of(customer) + "new/", {**typed, field: value}, headers=HTMX)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Bring the ladder" in answer.content.decode()
    assert not Job.objects.exists()


def edit_form(job, **typed):
    shown = {"title": job.title, "description": job.description, "price_cents": "120.00"}
    initial = {f"initial-{name}": value for name, value in shown.items()}
    return {**shown, **initial, "version": "1", **typed}


def test_an_edit_saves_only_what_was_changed_so_a_rivals_change_stays(pages, csr, owner, customer):
    job = make_job(owner, customer)
    update_job(actor=csr, job_id=job.pk, version=1, fields={"title": "Theirs"})
    answer = pages.post(f"/jobs/{job.pk}/edit/", edit_form(job, description="Mine"), headers=HTMX)
    assert answer.status_code == 200
    assert (Job.objects.get().title, Job.objects.get().description) == ("Theirs", "Mine")


def test_a_clash_shows_both_values_and_a_second_save_keeps_mine(pages, csr, owner, customer):
    job = make_job(owner, customer)
    update_job(actor=csr, job_id=job.pk, version=1, fields={"title": "Theirs"})
    answer = pages.post(f"/jobs/{job.pk}/edit/", edit_form(job, title="Mine"), headers=HTMX)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "changed this to “Theirs”" in page
    assert 'value="Mine"' in page
    assert 'name="version" value="2"' in page
    pages.post(f"/jobs/{job.pk}/edit/", edit_form(job, title="Mine", version="2"), headers=HTMX)
    assert Job.objects.get().title == "Mine"


def test_a_technician_completes_but_does_not_manage_and_sees_no_money(owner, technician, client_for):
    customer = make_customer(owner, assigned_to_id=technician.membership_id)
    job = make_job(owner, customer, price_cents=98_765)
    pages = client_for(technician)
    panel = pages.get(panel_of(customer), headers=HTMX).content.decode()
    assert "987.65" not in panel
    assert "Complete" in panel
    assert "New job" not in panel
    assert pages.get(f"/jobs/{job.pk}/cancel/").status_code == 403
    day = owner.workspace.today().isoformat()
    assert pages.post(f"/jobs/{job.pk}/complete/", {"completed_on": day}, headers=HTMX).status_code == 200
    assert Job.objects.get().status == Job.Status.COMPLETED


def test_who_manages_jobs_without_seeing_money_sets_no_price(dispatcher, owner, client_for, customer):
    form = client_for(dispatcher).get(panel_of(customer) + "new/", headers=HTMX).content.decode()
    assert 'name="title"' in form
    assert "price_cents" not in form


def test_a_job_is_moved_cancelled_aborted_and_reopened(pages, owner, customer):
    job = make_job(owner, customer)
    pages.post(f"/jobs/{job.pk}/reschedule/", {"scheduled_at": "2026-12-31T08:00"}, headers=HTMX)
    assert Job.objects.get().version == 2
    assert pages.post(f"/jobs/{job.pk}/cancel/", {"reason": ""}, headers=HTMX).status_code == 422
    pages.post(f"/jobs/{job.pk}/cancel/", {"reason": "Moved away"}, headers=HTMX)
    assert Job.objects.get().status == Job.Status.CANCELLED
    pages.post(f"/jobs/{job.pk}/reopen/", headers=HTMX)
    assert Job.objects.get().status == Job.Status.SCHEDULED
    pages.post(f"/jobs/{job.pk}/abort/", {"reason": "Nobody home"}, headers=HTMX)
    assert Job.objects.get().ended_reason == "Nobody home"


def test_what_a_rule_refuses_without_a_form_is_said_in_a_toast(pages, owner, customer):
    job = make_job(owner, customer)
    answer = pages.post(f"/jobs/{job.pk}/reopen/", headers=HTMX)
    assert "scheduled already" in json.loads(answer.headers["HX-Trigger"])["toast"]["text"]


@pytest.mark.parametrize("verb", ["edit", "reschedule", "complete", "abort", "cancel", "reopen"])
def test_another_workspaces_jobs_are_not_found(owner, stranger, client_for, customer, verb):
    job = make_visit(owner, customer, days_ago(owner, 1))
    pages = client_for(stranger)
    assert pages.post(f"/jobs/{job.pk}/{verb}/", {"reason": "X"}).status_code == 404
    assert pages.get(panel_of(customer)).status_code == 404
    assert pages.get(panel_of(customer) + "new/").status_code == 404
