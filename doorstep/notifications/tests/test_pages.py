"""The bell, the list and the choice of e-mails, as a browser asks for them; and the same through the API."""

import pytest

from doorstep.notifications.models import Notification
from doorstep.notifications.queries import kinds_by_email, unread_count
from doorstep.notifications.tests.builders import make_notification


@pytest.fixture
def pages(csr, client_for):
    return client_for(csr)


def test_every_page_has_the_bell(pages):
    page = pages.get("/").content.decode()
    assert 'href="/notifications"' in page
    assert 'data-bell="/notifications/count"' in page


def test_the_bell_counts_what_is_unread(pages, csr, django_assert_max_num_queries):
    make_notification(csr)
    with django_assert_max_num_queries(4):
        answer = pages.get("/notifications/count")
    assert answer.json() == {"unread": 1}
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_list_shows_the_newest_first_fifty_a_page(pages, csr, django_assert_max_num_queries):
    for number in range(51):
        make_notification(csr, text=f"Task {number:02}")
    with django_assert_max_num_queries(6):
        first = pages.get("/notifications").content.decode()
    assert first.index("Task 50") < first.index("Task 01")
    assert "Task 00" not in first
    oldest_shown = Notification.objects.order_by("pk")[1]
    assert f"?before={oldest_shown.pk}" in first
    assert "Task 00" in pages.get(f"/notifications?before={oldest_shown.pk}").content.decode()


def test_an_empty_list_says_what_will_be_there(pages):
    assert "Nothing to tell" in pages.get("/notifications?before=abc").content.decode()


def test_opening_one_reads_it_and_leads_on(pages, csr):
    told = make_notification(csr, url="/customers")
    assert "is-read" not in pages.get("/notifications").content.decode()
    answer = pages.get(f"/notifications/{told.pk}")
    assert (answer.status_code, answer["Location"]) == (302, "/customers")
    assert unread_count(csr) == 0
    assert "is-read" in pages.get("/notifications").content.decode()


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com/"])
def test_no_notification_leads_to_another_site(pages, csr, url):
    told = make_notification(csr, url=url)
    assert pages.get(f"/notifications/{told.pk}")["Location"] == "/notifications"


def test_somebody_elses_is_not_there(pages, owner):
    told = make_notification(owner)
    assert pages.get(f"/notifications/{told.pk}").status_code == 404
    assert unread_count(owner) == 1


def test_all_are_marked_as_read(pages, csr):
    make_notification(csr)
    assert pages.post("/notifications/read")["Location"] == "/notifications"
    assert unread_count(csr) == 0


def test_the_emails_are_chosen_on_a_page_of_their_own(pages, csr):
    assert "task.due" in pages.get("/notifications/choices").content.decode()
    assert pages.post("/notifications/choices", {"by_email": ["task.due"]}).status_code == 303
    assert kinds_by_email(csr) == ["task.due"]
    assert pages.post("/notifications/choices", {"by_email": ["weather"]}).status_code == 422
    pages.post("/notifications/choices", {})
    assert kinds_by_email(csr) == []


def test_a_program_reads_what_its_member_was_told(csr, owner, api_for):
    mine, other = make_notification(csr, client_id=7), make_notification(owner)
    api = api_for(csr)
    [found] = api.get("/notifications?unread=true").json()["items"]
    assert (found["id"], found["customer_id"], found["read_at"]) == (mine.pk, 7, None)
    assert api.post(f"/notifications/{mine.pk}/read").json()["read_at"]
    assert api.get("/notifications?unread=true").json()["items"] == []
    assert api.get(f"/notifications/{mine.pk}").json()["text"] == "Call the Lees back"
    assert api.get(f"/notifications/{other.pk}").status_code == 404
    make_notification(csr)
    assert api.post("/notifications/read").json() == {"marked": 1}
