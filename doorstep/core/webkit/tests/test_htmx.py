import json

from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse

from doorstep.core.webkit.htmx import close_dialog, flash, go_to, is_htmx, toast, undo_url_of
from doorstep.core.webkit.tests.builders import make_request


def test_a_toast_travels_in_the_header_with_its_undo():
    response = toast(HttpResponse(), "Archived 3 customers.", undo_url="/runs/7/undo")
    told = json.loads(response.headers["HX-Trigger"])
    assert told == {"toast": {"text": "Archived 3 customers.", "level": "success", "undo": "/runs/7/undo"}}


def test_several_events_share_one_header():
    response = close_dialog(toast(HttpResponse(), "Saved."))
    assert set(json.loads(response.headers["HX-Trigger"])) == {"toast", "close-dialog"}


def test_the_header_of_a_toast_cannot_be_split_by_what_was_typed():
    response = toast(HttpResponse(), "Müller\r\nSet-Cookie: x=1")
    assert "\n" not in response.headers["HX-Trigger"]
    assert json.loads(response.headers["HX-Trigger"])["toast"]["text"].startswith("Müller\r\n")


def test_a_flash_message_keeps_its_undo_until_the_next_page():
    request = make_request()
    request.session = {}
    request._messages = FallbackStorage(request)
    flash(request, "Archived.", undo_url="/runs/7/undo")
    flash(request, "Saved.")
    assert [undo_url_of(message) for message in get_messages(request)] == ["/runs/7/undo", ""]


def test_leaving_is_a_redirect_for_a_form_and_a_header_for_htmx():
    plain = go_to(make_request(), "/customers")
    assert (plain.status_code, plain.headers["Location"]) == (303, "/customers")
    request = make_request(**{"HX-Request": "true"})
    assert is_htmx(request)
    assert go_to(request, "/customers").headers["HX-Redirect"] == "/customers"


def test_leaving_by_name_finds_the_address():
    assert go_to(make_request(), "account_login").headers["Location"].endswith("/login/")
