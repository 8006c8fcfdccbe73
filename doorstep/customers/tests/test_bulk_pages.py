"""Bulk changes from the list, as a browser meets them."""

import json

import pytest

from doorstep.clients.models import ClientTag
from doorstep.customers.bulk import OPERATIONS
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer, make_tag
from doorstep.runs.models import Run

HTMX = {"HTTP_HX_REQUEST": "true"}
ASK, BULK = "/customers/bulk/ask", "/customers/bulk"


@pytest.fixture
def browser(csr, client_for):
    return client_for(csr)


def toast_of(answer):
    return json.loads(answer.headers["HX-Trigger"])["toast"]


def tagged():
    return set(ClientTag.objects.values_list("client_id", flat=True))


def test_a_small_change_answers_with_a_toast_that_undoes_it(csr, browser):
    ids = [make_customer(csr).pk for _ in range(3)]
    tag = make_tag(csr.workspace)
    answer = browser.post(BULK, {"operation": "tag", "tag": tag.pk, "ids": ids[:2]}, **HTMX)
    toast = toast_of(answer)
    assert toast["text"] == "Add the tag “VIP”: 2 customers."
    assert "refresh" in answer.headers["HX-Trigger"]
    assert tagged() == set(ids[:2])
    browser.post(toast["undo"], **HTMX)
    assert tagged() == set()


def test_a_tag_that_is_not_there_yet_is_made_with_the_change(manager, client_for):
    customer = make_customer(manager)
    browser = client_for(manager)
    answer = browser.post(BULK, {"operation": "tag", "new_tag": "Win back", "ids": [customer.pk]}, **HTMX)
    assert toast_of(answer)["text"] == "Add the tag “Win back”: 1 customer."
    assert tagged() == {customer.pk}
    again = {"operation": "tag", "new_tag": "win back", "ids": [customer.pk]}
    refused = browser.post(BULK, again, **HTMX)
    assert refused.status_code == 422
    assert "There is a tag “Win back” already" in refused.content.decode()


@pytest.mark.parametrize("both", [True, False])
def test_bulk_tagging_wants_one_tag_an_old_or_a_new_one(manager, client_for, both):
    given = {"tag": make_tag(manager.workspace).pk, "new_tag": "Win back"} if both else {}
    posted = {"operation": "tag", "ids": [make_customer(manager).pk], **given}
    assert client_for(manager).post(BULK, posted, **HTMX).status_code == 422
    assert tagged() == set()


def test_new_tags_in_bulk_are_for_those_who_may_change_settings(csr, browser):
    ids = [make_customer(csr).pk]
    assert 'name="new_tag"' not in browser.post(ASK, {"operation": "tag", "ids": ids}).content.decode()
    posted = {"operation": "tag", "new_tag": "Win back", "ids": ids}
    assert browser.post(BULK, posted, **HTMX).status_code == 422
    assert tagged() == set()


def test_all_that_match_takes_the_filter_of_the_list(csr, browser):
    meant = make_customer(csr, last_name="Baker")
    excluded = make_customer(csr, last_name="Baker")
    make_customer(csr, last_name="Cook")
    posted = {"operation": "tag", "tag": make_tag(csr.workspace).pk, "all": "1", "query": "q=baker"}
    browser.post(BULK, {**posted, "ids": [1], "except": [excluded.pk]}, **HTMX)
    assert tagged() == {meant.pk}


def test_what_was_so_already_has_nothing_to_undo(csr, browser):
    customer = make_customer(csr)
    toast = toast_of(browser.post(BULK, {"operation": "active", "ids": [customer.pk]}, **HTMX))
    assert (toast["text"], toast["undo"]) == ("Nothing to change: it was so already.", "")


def test_refusals_lead_to_the_result_page(csr, browser, stranger):
    foreign = make_customer(stranger)
    answer = browser.post(BULK, {"operation": "archive", "ids": [foreign.pk]}, **HTMX)
    assert answer.headers["HX-Redirect"] == f"/runs/{Run.objects.get().pk}/"
    assert Customer.objects.get(pk=foreign.pk).client.archived_at is None


def test_a_big_change_leads_to_its_progress(csr, browser, monkeypatch):
    monkeypatch.setattr("doorstep.customers.bulk.kind.SMALL", 0)
    answer = browser.post(BULK, {"operation": "archive", "ids": [make_customer(csr).pk]})
    run = Run.objects.get()
    assert (run.state, answer.status_code, answer.headers["Location"]) == ("queued", 303, f"/runs/{run.pk}/")


@pytest.mark.parametrize("operation", [key for key, one in OPERATIONS.items() if one.asks])
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_what_an_operation_needs_to_know_is_asked_for_the_selection(csr, browser, operation, headers):
    ids = [make_customer(csr).pk for _ in range(2)]
    page = browser.post(ASK, {"operation": operation, "ids": ids, "query": "q=x"}, **headers)
    text = page.content.decode()
    assert page.status_code == 200
    assert "2 customers are selected." in text
    assert all(f'name="ids" value="{pk}"' in text for pk in ids)
    assert all(f'name="{field}"' in text for field in OPERATIONS[operation].asks)


def test_a_missing_answer_is_asked_again(csr, browser):
    answer = browser.post(BULK, {"operation": "flag", "ids": [make_customer(csr).pk]}, **HTMX)
    assert answer.status_code == 422
    assert not Run.objects.exists()


def test_nobody_selected_is_said(csr, browser):
    answer = browser.post(BULK, {"operation": "archive"}, **HTMX)
    assert answer.status_code == 422
    assert "Nobody is selected" in answer.content.decode()


def test_another_workspaces_tag_is_no_choice(csr, browser, other_workspace):
    posted = {"operation": "tag", "tag": make_tag(other_workspace).pk, "ids": [make_customer(csr).pk]}
    assert browser.post(BULK, posted, **HTMX).status_code == 422


def test_an_unknown_operation_is_a_bad_request(browser):
    assert browser.post(BULK, {"operation": "explode", "ids": [1]}).status_code == 400


@pytest.mark.parametrize("address", [ASK, BULK])
def test_a_role_without_bulk_changes_is_refused(technician, client_for, address):
    assert client_for(technician).post(address, {"operation": "archive", "ids": [1]}).status_code == 403
