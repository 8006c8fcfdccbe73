"""A POST with an Idempotency-Key takes effect once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.activity.models import HandledRequest
from doorstep.activity.repeatable import forget_old_requests
from doorstep.activity.tasks import forget_requests
from doorstep.customers.models import Account
from doorstep.identity.tests.builders import make_actor

pytestmark = pytest.mark.django_db

KEY = {"Idempotency-Key": "order-1"}


def test_sent_again_it_gets_the_first_answer_and_changes_nothing(owner, api_for):
    api = api_for(owner)
    first = api.post("/accounts", {"name": "Chain"}, KEY)
    again = api.post("/accounts", {"name": "Chain"}, KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert again.content == first.content
    assert [again[name] for name in ("ETag", "Location")] == [first[name] for name in ("ETag", "Location")]
    assert Account.objects.count() == 1


def test_the_key_of_one_request_is_refused_for_another(owner, api_for):
    api = api_for(owner)
    api.post("/accounts", {"name": "Chain"}, KEY)
    assert api.post("/accounts", {"name": "Other"}, KEY).status_code == 422
    assert api.post("/sources", {"name": "Chain"}, KEY).status_code == 422
    assert Account.objects.count() == 1


def test_a_request_that_failed_leaves_the_key_free(owner, api_for):
    api = api_for(owner)
    assert api.post("/accounts", {"name": " "}, KEY).status_code == 422
    assert HandledRequest.objects.count() == 0
    assert api.post("/accounts", {"name": "Chain"}, KEY).status_code == 201


def test_a_failure_of_ours_leaves_the_key_free_and_nothing_half_done(owner, api_for, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    api = api_for(owner)
    with monkeypatch.context() as patched:
        patched.setattr("doorstep.customers.actions.accounts.record_event", broken)
        assert api.post("/accounts", {"name": "Chain"}, KEY).status_code == 500
    assert not Account.objects.exists()
    assert not HandledRequest.objects.exists()
    assert api.post("/accounts", {"name": "Chain"}, KEY).status_code == 201


def test_keys_are_the_members_own(owner, workspace, stranger, api_for):
    colleague = make_actor(workspace)
    for actor in (owner, colleague, stranger):
        assert api_for(actor).post("/accounts", {"name": f"Chain {actor.name}"}, KEY).status_code == 201
    assert Account.objects.count() == 3


def test_a_file_is_part_of_what_was_sent(owner, api_for):
    api = api_for(owner)
    one = SimpleUploadedFile("customers.csv", b"Last name\nTorres\n")
    other = SimpleUploadedFile("customers.csv", b"Last name\nSmith\n")
    first = api.upload("/imports", one, KEY)
    assert first.status_code == 201, first.content
    one.seek(0)
    again = api.upload("/imports", one, KEY)
    assert again["Idempotency-Replayed"] == "true"
    assert again.json()["id"] == first.json()["id"]
    assert api.upload("/imports", other, KEY).status_code == 422


def test_a_key_too_long_is_refused(owner, api_for):
    response = api_for(owner).post("/accounts", {"name": "Chain"}, {"Idempotency-Key": "k" * 201})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_keys_are_forgotten_after_a_day(owner, api_for, time_machine):
    time_machine.move_to("2026-03-02 09:00:00Z")
    api_for(owner).post("/accounts", {"name": "Chain"}, KEY)
    assert forget_old_requests() == 0
    time_machine.shift(24 * 60 * 60 + 1)
    forget_requests.call()
    assert not HandledRequest.objects.exists()
