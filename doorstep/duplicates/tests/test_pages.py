"""The pages of duplicates: the list, comparing two records, merging them, and the way back."""

import pytest

from doorstep.clients.models import Client
from doorstep.customers.tests.builders import make_customer
from doorstep.duplicates.models import DuplicatePair, Merge
from doorstep.duplicates.tests.builders import make_pair
from doorstep.jobs.tests.builders import make_job
from doorstep.notes.tests.builders import make_note


@pytest.fixture
def browser(client_for, owner):
    return client_for(owner)


@pytest.fixture
def two(owner):
    one = make_customer(owner, last_name="Doe", phones=("303 555 0142",), internal_notes="Dog <b>")
    other = make_customer(owner, last_name="Dow", phones=("303 555 0142",), internal_notes="Gate code")
    make_job(owner, one)
    return one, other


def page_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_pairs_with_their_reasons(browser, two):
    make_pair(*two)
    page = page_of(browser.get("/duplicates"))
    assert "Jane Doe" in page
    assert "same phone" in page
    assert "Merge all that are sure" in page


@pytest.mark.parametrize("show", ["confident", "likely", "household", "dismissed", "nonsense"])
def test_each_tab_says_what_it_is_when_it_is_empty(browser, show):
    assert "empty" in page_of(browser.get(f"/duplicates?show={show}"))


def test_the_list_costs_the_same_with_one_and_with_many_pairs(browser, owner, django_assert_max_num_queries):
    many = [make_customer(owner) for _turn in range(5)]
    make_pair(many[0], many[1])
    browser.get("/duplicates")
    with django_assert_max_num_queries(9):
        browser.get("/duplicates")
    for one in many[2:]:
        make_pair(many[0], one)
    with django_assert_max_num_queries(9):
        browser.get("/duplicates")


def test_not_a_duplicate_is_remembered_and_can_be_undone(browser, two):
    pair = make_pair(*two)
    answer = browser.post(f"/duplicates/{pair.pk}/dismiss", {"show": "likely"})
    assert answer["Location"] == "/duplicates?show=likely"
    assert DuplicatePair.objects.get().state == "dismissed"
    assert "Jane Doe" in page_of(browser.get("/duplicates?show=dismissed"))
    browser.post(f"/duplicates/{pair.pk}/reopen")
    assert DuplicatePair.objects.get().state == "open"


def test_looking_now_is_a_run(browser, two):
    answer = browser.post("/duplicates/scan")
    assert answer["Location"].startswith("/runs/")


def test_merging_all_without_any_says_so(browser):
    assert browser.post("/duplicates/merge").status_code in {303, 302, 422}
    assert not Merge.objects.exists()


def test_whom_to_merge_with_is_suggested_or_searched(browser, owner, two):
    make_pair(*two)
    third = make_customer(owner, first_name="Quentin", last_name="Zimmer")
    page = page_of(browser.get(f"/customers/{two[0].pk}/merge"))
    assert "same phone" in page
    found = page_of(browser.get(f"/customers/{two[0].pk}/merge?q=zimmer"))
    assert f"/customers/{two[0].pk}/merge/{third.pk}" in found
    assert "Nobody else has that" in page_of(browser.get(f"/customers/{two[0].pk}/merge?q=doe"))


def test_both_records_stand_side_by_side_with_what_would_move(browser, two):
    page = page_of(browser.get(f"/customers/{two[1].pk}/merge/{two[0].pk}"))
    assert "Dog &lt;b&gt;" in page
    assert "Both, one after the other" in page
    assert "Jobs" in page
    # The record with the job stays unless one says otherwise; here it stands on the right.
    assert 'name="keep" value="right" checked' in page


def test_a_merge_by_its_form_and_the_way_back(browser, two):
    one, other = two
    answer = browser.post(
        f"/customers/{one.pk}/merge/{other.pk}",
        {"keep": "right", "name": "left", "internal_notes": "right"},
    )
    assert answer["Location"] == f"/customers/{other.pk}"
    merged = Client.objects.get()
    assert (merged.pk, merged.name, merged.internal_notes) == (other.pk, "Jane Doe", "Gate code")
    page = page_of(browser.get(answer["Location"]))
    undo = f"/duplicates/merges/{Merge.objects.get().pk}/undo"
    assert undo in page
    assert browser.post(undo)["Location"] == f"/customers/{other.pk}"
    assert Client.objects.count() == 2


def test_an_undo_asks_first_when_something_was_changed_since(browser, owner, two):
    one, other = two
    browser.post(f"/customers/{one.pk}/merge/{other.pk}", {"keep": "left"})
    make_note(owner, one.pk)
    merge = Merge.objects.get()
    address = f"/duplicates/merges/{merge.pk}"
    assert browser.post(f"{address}/undo")["Location"] == address
    assert "Notes: 1 added since" in page_of(browser.get(address))
    browser.post(f"{address}/undo", {"anyway": "1"})
    assert Client.objects.count() == 2
    assert "was undone" in page_of(browser.get(address))
    assert "Undone" in page_of(browser.get("/duplicates/merges"))


def test_an_old_address_leads_to_the_survivor(browser, client_for, stranger, two):
    one, other = two
    browser.post(f"/customers/{one.pk}/merge/{other.pk}", {"keep": "left"})
    answer = browser.get(f"/customers/{other.pk}/jobs?page=2")
    assert (answer.status_code, answer["Location"]) == (302, f"/customers/{one.pk}/jobs?page=2")
    assert answer["Cache-Control"] == "no-store"
    assert browser.post(f"/customers/{other.pk}/archive").status_code == 404
    assert client_for(stranger).get(f"/customers/{other.pk}").status_code == 404


def test_what_cannot_be_chosen_is_said_on_the_page(browser, owner, two):
    one, other = two
    answer = browser.post(f"/customers/{one.pk}/merge/{other.pk}", {"keep": "left", "email": "both"})
    assert answer.status_code == 422
    assert "Choose one of the two" in answer.content.decode()


def test_the_records_menu_offers_it_to_those_who_may(browser, client_for, csr, two):
    address = f"/customers/{two[0].pk}"
    assert f"{address}/merge" in page_of(browser.get(address))
    assert f"{address}/merge" not in page_of(client_for(csr).get(address))
