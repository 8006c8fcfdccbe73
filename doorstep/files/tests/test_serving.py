"""Links: signed, short-lived, of one workspace. What is sent can be saved, never run."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as product
from django.urls import reverse
from django.utils import timezone

from doorstep.customers.tests.builders import make_customer
from doorstep.files.actions import delete_file
from doorstep.files.links import bearer_url, content_url
from doorstep.files.models import StoredFile
from doorstep.files.previews import make_preview
from doorstep.files.tests import samples
from doorstep.files.tests.builders import make_file
from doorstep.identity.models import Membership, Role
from doorstep.identity.tests.builders import actor_of, make_member

pytestmark = pytest.mark.django_db
FORMS = ("original", "preview", "thumbnail")


@pytest.fixture
def row(owner, customer):
    made = make_file(owner, customer.pk)
    make_preview(made)
    made.refresh_from_db()
    return made


@pytest.fixture
def browser(owner, client_for):
    return client_for(owner)


def body(response):
    return b"".join(response.streaming_content)


def link_of(actor, row):
    return bearer_url(actor, row)[0].removeprefix(product.BASE_URL)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.picture(), "roof.jpg"),
        (samples.PDF, "quote.pdf"),
        (b"plain <script>alert(1)</script>", "note.html"),
        (samples.picture("GIF") + b"/*<script>alert(1)</script>*/", "both.html"),
    ],
)
def test_an_original_is_only_ever_an_attachment_that_cannot_run(browser, owner, customer, content, name):
    row = make_file(owner, customer.pk, content, name)
    answer = browser.get(content_url(row, "original"))
    assert body(answer) == content
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Content-Type"] == row.content_type != "text/html"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("form", ["preview", "thumbnail"])
def test_what_is_shown_was_drawn_here(browser, row, form):
    answer = browser.get(content_url(row, form))
    assert answer["Content-Type"] == "image/webp"
    assert body(answer)[8:12] == b"WEBP"
    assert "Content-Disposition" not in answer
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_there_is_no_preview_before_it_was_drawn(browser, owner, customer):
    row = make_file(owner, customer.pk)
    assert browser.get(content_url(row, "preview")).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_without_a_good_token_nothing_is_sent(browser, row, form, owner):
    url = reverse(f"files:{form}", args=[row.pk])
    other = make_file(owner, row.client_id)
    wrong = content_url(other, form).partition("=")[2]
    for token in ("", "x", content_url(row, form).partition("=")[2][:-1] + "_", wrong):
        assert browser.get(url, {"token": token}).status_code == 403
    for another in set(FORMS) - {form}:
        assert browser.get(url, {"token": content_url(row, another).partition("=")[2]}).status_code == 403


def test_a_link_expires_and_stays_the_same_for_an_hour(browser, row):
    with time_machine.travel("2026-11-22 09:10:00Z", tick=False) as clock:
        first = content_url(row, "thumbnail")
        clock.shift(timedelta(minutes=40))
        assert content_url(row, "thumbnail") == first
        clock.shift(timedelta(hours=1))
        assert content_url(row, "thumbnail") != first
    with time_machine.travel(timezone.now() + timedelta(hours=14)):
        assert browser.get(first).status_code == 403


@pytest.mark.parametrize("form", FORMS)
def test_a_good_link_is_worth_nothing_to_whoever_does_not_see_the_customer(
    row, form, stranger, salesperson, client_for, client
):
    url = content_url(row, form)
    assert client_for(stranger).get(url).status_code == 404
    assert client_for(salesperson).get(url).status_code == 404
    assert client.get(url).status_code == 302


def test_a_deleted_file_is_not_sent(browser, owner, row):
    url = content_url(row, "original")
    delete_file(actor=owner, file_id=row.pk)
    assert browser.get(url).status_code == 404


def test_bytes_that_are_gone_are_not_found(browser, row, folder):
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    assert browser.get(content_url(row, "original")).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "sent", "told"),
    [
        ("bytes=0-4", 206, slice(0, 5), "bytes 0-4/15"),
        ("bytes=10-", 206, slice(10, None), "bytes 10-14/15"),
        ("bytes=-3", 206, slice(-3, None), "bytes 12-14/15"),
        ("bytes=3-999", 206, slice(3, None), "bytes 3-14/15"),
        ("bytes=0-", 200, slice(None), None),
        ("bytes=0-1,5-6", 200, slice(None), None),
        ("lines=1-2", 200, slice(None), None),
        ("bytes=-", 200, slice(None), None),
        ("bytes=15-", 416, slice(0, 0), "bytes */15"),
        ("bytes=9-3", 416, slice(0, 0), "bytes */15"),
        ("bytes=-0", 416, slice(0, 0), "bytes */15"),
    ],
)
def test_a_part_of_a_big_file_can_be_asked_for(browser, owner, customer, asked, status, sent, told):
    row = make_file(owner, customer.pk, samples.TEXT, "note.txt")
    answer = browser.get(content_url(row, "original"), headers={"Range": asked})
    content = body(answer) if answer.streaming else answer.content
    assert (answer.status_code, content) == (status, samples.TEXT[sent])
    assert answer.get("Content-Range") == told


def test_a_part_of_another_version_is_not_mixed_in(browser, owner, customer):
    row = make_file(owner, customer.pk, samples.TEXT, "note.txt")
    url = content_url(row, "original")
    whole = browser.get(url, headers={"Range": "bytes=0-1", "If-Range": '"another"'})
    assert (whole.status_code, body(whole)) == (200, samples.TEXT)
    etag = whole["ETag"]
    assert browser.get(url, headers={"Range": "bytes=0-1", "If-Range": etag}).status_code == 206
    assert browser.get(url, headers={"If-None-Match": etag}).status_code == 304


def test_a_proxy_may_send_it(browser, row, settings):
    settings.FILE_ACCEL = "/internal/"
    answer = browser.get(content_url(row, "original"))
    assert answer["X-Accel-Redirect"] == f"/internal/{row.stored}"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_a_programs_link_works_without_signing_in_for_ten_minutes(client, owner, row):
    url = link_of(owner, row)
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert len(body(answer)) == row.size
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.get(url).status_code == 403
    assert client.get(url[:-3] + "xx/").status_code == 403


def test_a_programs_link_has_the_rights_its_member_has_now(client, owner, workspace, row):
    member = make_member(workspace, Role.MANAGER)
    url = link_of(actor_of(member), row)
    assert client.get(url).status_code == 200
    Membership.objects.filter(pk=member.pk).update(role=Role.SALESPERSON)  # sees only their own
    assert client.get(url).status_code == 404
    Membership.objects.filter(pk=member.pk).update(role=Role.MANAGER, ended_at=timezone.now())
    assert client.get(url).status_code == 404


def test_a_programs_link_of_a_deleted_file_is_dead(client, owner, row):
    url = link_of(owner, row)
    StoredFile.objects.update(deleted_at=timezone.now())
    assert client.get(url).status_code == 404


def test_names_in_any_script_are_saved_as_they_are(browser, owner):
    customer = make_customer(owner)
    row = make_file(owner, customer.pk, samples.PDF, 'Über "alles" 屋根.pdf')
    header = browser.get(content_url(row, "original"))["Content-Disposition"]
    assert header.startswith("attachment; filename*=utf-8''")
    assert "\n" not in header
