"""Jobs through the API."""

import pytest

from doorstep.clients.models import ClientCard
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.tests.api_client import fields_of
from doorstep.jobs.tests.builders import days_ago, make_job, nine_oclock

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(owner, api_for):
    return api_for(owner)


@pytest.fixture
def customer(owner):
    return make_customer(owner)


def wanted(owner, customer, **more) -> dict:
    moment = nine_oclock(owner, days_ago(owner, 1)).isoformat()
    return {"customer_id": customer.pk, "title": "Boiler service", "scheduled_at": moment, **more}


def test_a_job_is_scheduled_changed_and_completed(api, owner, customer):
    made = api.post("/jobs", wanted(owner, customer, price_cents=12_000))
    assert made.status_code == 201, made.content
    job = made.json()
    assert (job["number"], job["status"], job["price_cents"]) == (1, "scheduled", 12_000)
    path = f"/jobs/{job['id']}"
    changed = api.patch(path, {"title": "Boiler repair", "technician_id": owner.membership_id}, made["ETag"])
    assert changed.json()["title"] == "Boiler repair"
    moved = api.post(f"{path}/reschedule", {"scheduled_at": "2026-11-20T12:00:00Z"})
    assert moved.json()["scheduled_at"].startswith("2026-11-20T12:00")
    done = api.post(f"{path}/complete", {"completed_on": "2026-11-21"}).json()
    assert (done["status"], done["completed_on"]) == ("completed", "2026-11-21")
    assert ClientCard.objects.get(pk=customer.pk).completed_jobs == 1
    assert api.post(f"{path}/reopen").json()["status"] == "scheduled"
    assert api.post(f"{path}/abort", {"reason": "Nobody home"}).json()["ended_reason"] == "Nobody home"


def test_a_job_is_cancelled_with_a_reason(api, owner, customer):
    job = make_job(owner, customer)
    assert fields_of(api.post(f"/jobs/{job.pk}/cancel", {"reason": " "})) == ["reason"]
    assert api.post(f"/jobs/{job.pk}/cancel", {"reason": "Sold the house"}).json()["status"] == "cancelled"
    assert api.post(f"/jobs/{job.pk}/complete", {}).status_code == 422


def test_jobs_are_listed_by_customer_and_status_the_newest_first(api, owner, customer):
    first, second = make_job(owner, customer), make_job(owner, customer)
    make_job(owner, make_customer(owner))
    api.post(f"/jobs/{first.pk}/cancel", {"reason": "x"})
    found = api.get(f"/jobs?customer_id={customer.pk}&limit=1").json()
    assert [one["id"] for one in found["items"]] == [second.pk]
    further = api.get(f"/jobs?customer_id={customer.pk}&cursor={found['next_cursor']}").json()
    assert ([one["id"] for one in further["items"]], further["next_cursor"]) == ([first.pk], None)
    assert [one["id"] for one in api.get("/jobs?status=cancelled").json()["items"]] == [first.pk]
    assert fields_of(api.get("/jobs?status=gone")) == ["status"]


def test_a_stale_change_shows_both(api, owner, customer):
    job = make_job(owner, customer)
    api.patch(f"/jobs/{job.pk}", {"title": "One"}, '"1"')
    stale = api.patch(f"/jobs/{job.pk}", {"title": "Two"}, '"1"')
    assert stale.status_code == 412
    assert stale.json()["details"]["fields"] == {"title": {"mine": "Two", "theirs": "One"}}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": ""}, "title"),
        ({"scheduled_at": "2026-11-20T09:00:00"}, "scheduled_at"),  # without an offset it is no moment
        ({"scheduled_at": "1960-01-01T09:00:00Z"}, "scheduled_at"),
        ({"scheduled_at": "0001-01-01T00:00:00Z"}, "scheduled_at"),
        ({"price_cents": -1}, "price_cents"),
        ({"price_cents": 1.5}, "price_cents"),
        ({"property_id": 4711}, "property_id"),
        ({"technician_id": 4711}, "technician_id"),
        ({"status": "completed"}, "status"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(api, owner, customer, more, field):
    response = api.post("/jobs", wanted(owner, customer, **more))
    assert (response.status_code, fields_of(response)) == (422, [field])


def test_prices_are_for_who_sees_money_or_plans_jobs(owner, customer, dispatcher, salesperson, api_for):
    job = make_job(owner, customer)
    assert api_for(dispatcher).get(f"/jobs/{job.pk}").json()["price_cents"] == 12_000
    theirs = make_job(owner, make_customer(owner, assigned_to_id=salesperson.membership_id))
    api = api_for(salesperson)
    assert api.get(f"/jobs/{theirs.pk}").json()["price_cents"] is None
    assert api.get(f"/jobs/{job.pk}").status_code == 404
    assert api.post("/jobs", wanted(owner, customer)).status_code == 403


def test_nothing_of_another_workspace_is_there(owner, customer, stranger, api_for):
    job, api = make_job(owner, customer), api_for(stranger)
    for method, path, body in [
        ("POST", "/jobs", wanted(owner, customer)),
        ("GET", f"/jobs/{job.pk}", None),
        ("PATCH", f"/jobs/{job.pk}", {"title": "x"}),
        *(
            ("POST", f"/jobs/{job.pk}/{verb}", body)
            for verb, body in [
                ("complete", {}),
                ("abort", {"reason": "x"}),
                ("cancel", {"reason": "x"}),
                ("reopen", None),
                ("reschedule", {"scheduled_at": "2026-11-20T12:00:00Z"}),
            ]
        ),
    ]:
        assert api.send(method, path, body, {"If-Match": '"1"'}).status_code == 404, (method, path)
    assert api.get("/jobs").json()["items"] == []
    assert api.get(f"/jobs?customer_id={customer.pk}").json()["items"] == []
