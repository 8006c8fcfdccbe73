"""Notes, tasks, planned activities and touchpoints through the API."""

from datetime import UTC, datetime

import pytest

from doorstep.customers.tests.builders import make_customer
from doorstep.identity.tests.api_client import fields_of
from doorstep.notes.tests.builders import make_activity, make_interaction, make_note, make_task
from doorstep.notifications.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(owner, api_for):
    return api_for(owner)


@pytest.fixture
def customer(owner):
    return make_customer(owner)


def test_a_note_is_written_changed_deleted_and_restored(api, customer):
    made = api.post("/notes", {"customer_id": customer.pk, "text": "Beware of the dog"})
    assert made.status_code == 201, made.content
    note = made.json()
    assert (note["visible_to_customer"], note["version"]) == (False, 1)
    path = f"/notes/{note['id']}"
    changed = api.patch(path, {"pinned": True}, made["ETag"])
    assert (changed.json()["pinned"], changed.json()["text"]) == (True, "Beware of the dog")
    assert api.patch(path, {"text": "Cat"}, made["ETag"]).status_code == 412
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404
    assert api.post(f"{path}/restore").json()["text"] == "Beware of the dog"


def test_a_task_is_given_done_and_reopened(api, owner, csr, customer):
    made = api.post(
        "/tasks",
        {
            "customer_id": customer.pk,
            "title": "Call back",
            "assignee_id": csr.membership_id,
            "due_on": "2027-03-14",
            "reminder_at": "2027-03-13T18:00:00-07:00",
        },
    )
    assert made.status_code == 201, made.content
    assert Notification.objects.visible_to(csr).count() == 1
    path = f"/tasks/{made.json()['id']}"
    assert api.patch(path, {"due_on": None}, made["ETag"]).json()["due_on"] is None
    assert api.post(f"{path}/complete").json()["done_by_id"] == owner.membership_id
    assert [one["id"] for one in api.get("/tasks?state=done").json()["items"]] == [made.json()["id"]]
    assert api.get("/tasks?state=open").json()["items"] == []
    assert api.post(f"{path}/reopen").json()["done_at"] is None
    assert api.post(f"{path}/reopen").status_code == 422
    assert api.delete(path).status_code == 204
    assert api.post(f"{path}/restore").status_code == 200
    assert fields_of(api.post("/tasks", {"title": " "})) == ["title"]


def test_an_activity_is_planned_moved_and_completed(api, owner, customer):
    wanted = {"customer_id": customer.pk, "kind": "visit", "starts_at": "2027-03-14T09:00:00-06:00"}
    made = api.post("/scheduled-activities", wanted)
    assert made.json()["title"] == "Visit"
    path = f"/scheduled-activities/{made.json()['id']}"
    moved = api.patch(path, {"starts_at": "2027-03-15T09:00:00-06:00"}, made["ETag"]).json()
    assert datetime.fromisoformat(moved["starts_at"]) == datetime(2027, 3, 15, 15, tzinfo=UTC)
    assert api.post(f"{path}/complete", {"text": "Measured", "minutes": 20}).json()["done_at"]
    [logged] = api.get(f"/interactions?customer_id={customer.pk}").json()["items"]
    assert (logged["kind"], logged["text"], logged["minutes"]) == ("visit", "Measured", 20)
    assert api.post(f"{path}/reopen").json()["done_at"] is None
    assert api.delete(path).status_code == 204
    assert api.post(f"{path}/restore").status_code == 200
    assert len(api.get(f"/scheduled-activities?assignee_id={owner.membership_id}").json()["items"]) == 0
    assert api.get(path).json()["kind"] == "visit"


def test_a_call_is_logged_and_put_right(api, customer):
    made = api.post("/interactions", {"customer_id": customer.pk, "kind": "call", "direction": "in"})
    assert made.status_code == 201, made.content
    path = f"/interactions/{made.json()['id']}"
    changed = api.patch(path, {"minutes": 9, "direction": ""}, made["ETag"]).json()
    assert (changed["minutes"], changed["direction"]) == (9, "")
    assert api.delete(path).status_code == 204
    assert api.post(f"{path}/restore").json()["minutes"] == 9
    future = {"customer_id": customer.pk, "kind": "call", "happened_at": "2190-01-01T00:00:00Z"}
    assert fields_of(api.post("/interactions", future)) == ["happened_at"]


def test_lists_show_one_customers_rows_the_newest_first(api, owner, customer):
    other = make_customer(owner)
    for make, path in (
        (make_note, "/notes"),
        (make_task, "/tasks"),
        (make_activity, "/scheduled-activities"),
        (make_interaction, "/interactions"),
    ):
        first, second = make(owner, customer.pk), make(owner, customer.pk)
        make(owner, other.pk)
        found = api.get(f"{path}?customer_id={customer.pk}").json()["items"]
        assert [one["id"] for one in found] == [second.pk, first.pk]
        assert len(api.get(path).json()["items"]) == 3
