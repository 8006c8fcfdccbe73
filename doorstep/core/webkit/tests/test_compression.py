"""What goes out compressed, and what does not."""

import gzip
from collections.abc import Callable

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from doorstep.core.webkit.compression import CompressionMiddleware, takes_gzip
from doorstep.customers.tests.builders import make_customer

GZIP = {"Accept-Encoding": "gzip, deflate, br, zstd"}
LONG = "<p>Boiler service, 12 Elm Street</p>" * 100


def answer(response: HttpResponse | StreamingHttpResponse, accepted: str = "gzip"):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    return CompressionMiddleware(lambda _request: response)(request)


def test_a_page_is_compressed_and_says_so(owner, client_for):
    browser = client_for(owner)
    plain, packed = browser.get("/settings/"), browser.get("/settings/", headers=GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert b"</html>" in gzip.decompress(packed.content)
    assert "Content-Encoding" not in plain
    for either in (plain, packed):
        assert "Accept-Encoding" in either["Vary"]


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=1.0, identity", True),
        ("", False),
        ("br", False),
        ("identity", False),
        ("x-gzip-like", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
    ],
)
def test_only_who_takes_gzip_gets_it(accepted, taken):
    assert takes_gzip(accepted) is taken
    assert answer(HttpResponse(LONG), accepted).has_header("Content-Encoding") is taken


@pytest.mark.parametrize(
    "kind", ["text/html; charset=utf-8", "text/csv", "application/json", "application/problem+json"]
)
def test_text_of_every_kind_is_compressed(kind):
    assert gzip.decompress(answer(HttpResponse(LONG, content_type=kind)).content) == LONG.encode()


@pytest.mark.parametrize(
    "make",
    [
        lambda: HttpResponse(LONG, content_type="image/png"),
        lambda: HttpResponse(LONG, content_type="application/zip"),
        lambda: HttpResponse(LONG, headers={"Content-Encoding": "br"}),
        lambda: HttpResponse("<p>12 Elm Street</p>"),
    ],
    ids=["picture", "archive", "already compressed", "short"],
)
def test_what_gains_nothing_is_left_alone(make: Callable[[], HttpResponse]):
    before, after = make(), answer(make())
    assert (after.content, after.get("Content-Encoding")) == (before.content, before.get("Content-Encoding"))


def test_equal_pages_differ_in_length():
    """A page's length must not tell whether what a stranger put into it stands in it already."""
    lengths = {len(answer(HttpResponse(LONG)).content) for _ in range(50)}
    assert len(lengths) > 10


def test_the_first_rows_of_a_stream_do_not_wait_for_the_last():
    written = []

    def rows():
        for number in range(3):
            written.append(number)
            yield b"row\n"

    pieces = iter(answer(StreamingHttpResponse(rows(), content_type="text/csv")))
    assert next(pieces) == b"row\n"
    assert written == [0]


def test_an_export_stays_a_stream(owner, client_for):
    make_customer(owner)
    export = client_for(owner).get("/customers/export?format=csv", headers=GZIP)
    assert export.streaming
    assert "Content-Encoding" not in export
    assert b"Jane" in b"".join(export)


def test_a_version_of_the_api_still_matches_when_its_record_came_compressed(owner, api_for):
    customer = make_customer(owner, custom={})
    api = api_for(owner, "read", "write")
    path = f"/customers/{customer.pk}"
    read = api.get(path, headers=GZIP)
    assert read["Content-Encoding"] == "gzip"
    assert api.patch(path, {"first_name": "Eva"}, read["ETag"]).json()["first_name"] == "Eva"
