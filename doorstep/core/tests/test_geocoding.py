"""Asking a map, with a real server that answers as Photon and Nominatim do."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache

from doorstep.core.geocoding import suggest_from_map

PHOTON = {
    "features": [
        {
            "geometry": {"coordinates": [-104.99, 39.75]},
            "properties": {
                "housenumber": "12", "street": "Elm Street", "city": "Denver", "state": "Colorado",
                "postcode": "80202", "countrycode": "US",
            },
        },
        {
            "geometry": {"coordinates": [13.4, 52.5]},
            "properties": {"street": "Elmstraße", "city": "Berlin", "countrycode": "DE"},
        },
        {
            "geometry": {"coordinates": [-104.0, 39.0]},
            "properties": {"name": "Elm Park", "countrycode": "US"},
        },
    ]
}  # fmt: skip
NOMINATIM = [
    {
        "lat": "51.5", "lon": "-0.12",
        "address": {"house_number": "10", "road": "Downing Street", "city": "London",
                    "county": "Greater London", "postcode": "SW1A 2AA", "country_code": "gb"},
    }
]  # fmt: skip


class Map:
    """A server on a free port of this machine; what it was asked, what it answers."""

    def __init__(self):
        self.asked, self.answer, self.status, self.delay = [], PHOTON, 200, 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked.append(self.path)
                threading.Event().wait(outer.delay)
                body = outer.answer if isinstance(outer.answer, bytes) else json.dumps(outer.answer).encode()
                self.send_response(outer.status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def map_server(settings):
    cache.clear()
    found = Map()
    settings.GEOCODER_URL = f"http://127.0.0.1:{found.server.server_port}/"
    yield found
    found.server.shutdown()
    found.server.server_close()


def test_photon_is_asked_once_and_only_addresses_of_the_country_are_suggested(map_server):
    for _ in range(2):
        [found] = suggest_from_map("12 Elm Str", "US")
        assert (found.line1, found.town, found.county, found.postcode) == (
            "12 Elm Street",
            "Denver",
            "CO",
            "80202",
        )
        assert (found.latitude, found.longitude) == (39.75, -104.99)
    [asked] = map_server.asked
    assert parse_qs(urlsplit(asked).query)["q"] == ["12 Elm Str"]


def test_nominatim_answers_for_its_country(map_server, settings):
    settings.GEOCODER_KIND, map_server.answer = "nominatim", NOMINATIM
    [found] = suggest_from_map("10 Downing", "GB")
    assert (found.line1, found.county, found.postcode) == ("10 Downing Street", "Greater London", "SW1A 2AA")
    assert "countrycodes=gb" in map_server.asked[0]


@pytest.mark.parametrize(
    ("answer", "status"),
    [(b"not json", 200), ({"features": [{}]}, 200), ({}, 200), ([1], 200), (b"{}", 500), (b"", 302),
     (b"[" + b" " * 600_000 + b"]", 200)],
)  # fmt: skip
def test_a_bad_answer_is_logged_and_nobody_waits_for_the_next(map_server, caplog, answer, status):
    map_server.answer, map_server.status = answer, status
    assert suggest_from_map("12 Elm Str", "US") == []
    assert "geocoder" in caplog.text
    assert suggest_from_map("13 Elm Str", "US") == []
    assert len(map_server.asked) == 1


def test_a_slow_map_is_given_up(map_server, monkeypatch):
    monkeypatch.setattr("doorstep.core.geocoding._SECONDS", 0.2)
    map_server.delay = 1.0
    assert suggest_from_map("12 Elm Str", "US") == []


def test_nothing_is_asked_without_a_map_or_for_a_few_letters(settings, map_server):
    assert suggest_from_map("12", "US") == []
    settings.GEOCODER_URL = ""
    assert suggest_from_map("12 Elm Str", "US") == []
    assert map_server.asked == []


def test_a_map_that_is_gone_raises_nothing(settings):
    cache.clear()
    settings.GEOCODER_URL = "http://127.0.0.1:9/"
    assert suggest_from_map("12 Elm Str", "US") == []
