"""Whatever goes wrong under /api/ is told as a problem document, with the field it is about."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from doorstep.customers.tests.builders import make_customer, make_type
from doorstep.identity.models import ApiToken
from doorstep.identity.tests.api_client import ApiClient, fields_of

pytestmark = pytest.mark.django_db


def assert_problem(response, status: int) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["detail"]
    return problem


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/nowhere", None, 404),
        ("GET", "/customers/1/nowhere", None, 404),
        ("GET", "/customers/abc", None, 404),
        ("GET", "/customers/-1", None, 404),
        ("GET", "/customers/99999999999999999999", None, 404),
        ("GET", "/customers/4711", None, 404),
        ("DELETE", "/customers", None, 405),
        ("OPTIONS", "/customers", None, 405),
        ("POST", "/customers", b"{", 400),
        ("POST", "/customers", b'{"name": NaN}', 400),
        ("POST", "/customers", b"\xff\xfe", 400),
        ("POST", "/customers", b'"\\ud800"', 400),
        ("POST", "/customers", b"[]", 422),
        ("POST", "/customers", b"", 422),
        ("PATCH", "/accounts/4711", {"name": "x"}, 428),
    ],
)
def test_a_request_that_makes_no_sense_gets_a_problem(owner, api_for, method, path, body, status):
    assert_problem(api_for(owner).send(method, path, body), status)


def test_outside_of_the_api_but_under_its_address_nothing_answers_in_html(db):
    client = Client()
    assert_problem(client.get("/api/v2/customers"), 404)
    assert_problem(client.get("/api/v1/me", headers={"Host": "elsewhere.example"}), 400)


def test_a_wrong_method_names_the_right_ones(owner, api_for):
    response = api_for(owner).delete("/customers")
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}


def test_a_body_that_is_too_big_is_refused(owner, api_for, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    big = {"name": "x" * 2000}
    assert_problem(api_for(owner).post("/accounts", big), 413)
    assert_problem(api_for(owner).post("/accounts", big, {"Idempotency-Key": "k"}), 413)


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", "Bearer dst_wrong", "Basic eDp5"])
def test_without_a_good_token_nothing_is_told(workspace, authorization):
    client = ApiClient()
    response = client.send("GET", "/me", headers={"Authorization": authorization} if authorization else None)
    assert_problem(response, 401)
    assert response["WWW-Authenticate"] == "Bearer"


def test_an_expired_or_revoked_token_opens_nothing(owner, api_for):
    expired, revoked = api_for(owner), api_for(owner)
    first, second = ApiToken.objects.order_by("pk")
    ApiToken.objects.filter(pk=first.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    ApiToken.objects.filter(pk=second.pk).update(revoked_at=timezone.now())
    assert_problem(expired.get("/me"), 401)
    assert_problem(revoked.get("/me"), 401)


def test_a_missing_scope_is_a_403_before_anything_else_is_looked_at(owner, api_for):
    reader = api_for(owner, "read")
    assert reader.get("/customers").status_code == 200
    assert_problem(reader.post("/customers", {"nonsense": 1}), 403)
    assert_problem(api_for(owner, "record_payments").get("/customers"), 403)


def test_every_bad_field_is_named_by_its_path(owner, api_for):
    kind = make_type(owner.workspace)
    body = {
        "type_id": kind.pk,
        "last_name": 7,
        "phones": [{"typed": "555"}, {"typed": "", "kind": "pager"}],
        "address": {"line1": "12 Elm", "postcode": 80202},
        "unknown": True,
        "custom": {"gate": {"deep": 1}},
    }
    response = api_for(owner).post("/customers", body)
    problem = assert_problem(response, 422)
    assert {"last_name", "phones.1.typed", "phones.1.kind", "address.postcode", "unknown"} <= set(
        fields_of(response)
    )
    assert all(error["message"] for error in problem["errors"])


def test_a_rule_of_the_trade_names_the_field_as_it_was_sent(owner, api_for):
    api, kind = api_for(owner), make_type(owner.workspace)
    address = {"line1": "12 Elm", "postcode": "nonsense"}
    response = api.post("/customers", {"type_id": kind.pk, "last_name": "Torres", "address": address})
    assert_problem(response, 422)
    assert fields_of(response) == ["address.postcode"]
    response = api.post("/customers", {"type_id": 4711, "last_name": "Torres"})
    assert fields_of(response) == ["type_id"]


def test_text_that_a_database_cannot_keep_is_refused(owner, api_for):
    api, customer = api_for(owner), make_customer(owner)
    assert fields_of(api.post("/accounts", {"name": "nul\x00"})) == ["name"]
    body = {"custom": {"gate": "\x00"}, "internal_notes": "\x00"}
    assert "internal_notes" in fields_of(api.patch(f"/customers/{customer.pk}", body, '"1"'))


def test_an_error_of_ours_is_told_with_an_id_that_leads_to_the_log(owner, api_for, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("the roof fell in")

    monkeypatch.setattr("doorstep.customers.actions.accounts.record_event", broken)
    response = api_for(owner).post("/accounts", {"name": "Chain"}, {"Idempotency-Key": "k"})
    problem = assert_problem(response, 500)
    assert problem["error_id"]
    assert "roof" not in str(problem)


def test_a_session_may_read_and_never_change(owner, client_for):
    client = client_for(owner)
    assert client.get("/api/v1/me").json()["role"] == "owner"
    assert_problem(client.post("/api/v1/accounts", {"name": "x"}, content_type="application/json"), 401)
