"""Duplicates and merges through the API."""

import pytest

from doorstep.clients.models import Client
from doorstep.customers.tests.builders import make_customer
from doorstep.duplicates.tests.builders import make_pair
from doorstep.jobs.tests.builders import make_job


@pytest.fixture
def api(api_for, owner):
    return api_for(owner)


@pytest.fixture
def two(owner):
    return make_customer(owner, last_name="Doe"), make_customer(owner, last_name="Dow")


def test_pairs_are_listed_and_decided(api, two):
    pair = make_pair(*two)
    [found] = api.get("/duplicates?strength=confident").json()["items"]
    assert [one["name"] for one in found["customers"]] == ["Jane Doe", "Jane Dow"]
    assert (found["words"], found["score"]) == ("same phone", 90)
    assert api.post(f"/duplicates/{pair.pk}/dismiss").json()["state"] == "dismissed"
    assert api.get("/duplicates").json()["items"] == []
    assert api.post(f"/duplicates/{pair.pk}/reopen").json()["state"] == "open"


def test_a_merge_and_its_undo(api, owner, two):
    one, other = two
    make_job(owner, other)
    preview = api.get(f"/customers/{one.pk}/merge/{other.pk}").json()
    assert {"what": "Jobs", "survivor": 0, "other": 1} in preview
    body = {"survivor_id": one.pk, "other_id": other.pk, "choices": {"name": "other"}}
    made = api.post("/merges", body)
    assert made.status_code == 201
    merge = made.json()
    assert merge["moved"]["jobs.Job"] == 1
    assert Client.objects.get().name == "Jane Dow"
    assert api.get(f"/merges/{merge['id']}").json() == merge
    assert api.get(f"/merges/{merge['id']}/undo-preview").json() == []
    undone = api.post(f"/merges/{merge['id']}/undo").json()
    assert undone["undone_at"] is not None
    assert Client.objects.count() == 2


def test_a_former_id_answers_308_with_the_survivors_address(api, two):
    one, other = two
    api.post("/merges", {"survivor_id": one.pk, "other_id": other.pk})
    for path in ("", "/files"):
        answer = api.get(f"/customers/{other.pk}{path}")
        assert (answer.status_code, answer["Location"]) == (308, f"/api/v1/customers/{one.pk}{path}")
    answer = api.patch(f"/customers/{other.pk}", {"first_name": "Ann"}, '"1"')
    assert (answer.status_code, answer["Location"]) == (308, f"/api/v1/customers/{one.pk}")


def test_an_unknown_field_is_named(api, two):
    body = {"survivor_id": two[0].pk, "other_id": two[1].pk, "choices": {"mood": "other"}}
    answer = api.post("/merges", body)
    assert answer.status_code == 422
    assert Client.objects.count() == 2


def test_the_long_pieces_of_work_are_runs(api, two):
    make_pair(*two)
    assert api.post("/duplicates/scan").json()["kind"] == "duplicates.scan"
    assert api.post("/duplicates/merge").json()["kind"] == "duplicates.merge"
