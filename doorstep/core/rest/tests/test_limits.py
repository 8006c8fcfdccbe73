"""So many requests a minute for each token."""

import pytest
from django.core.cache import cache

from doorstep.core.rest import limits

pytestmark = pytest.mark.django_db


@pytest.fixture
def rate(settings):
    """A minute that has just begun, and three requests in it."""
    settings.API_RATE = 3
    limits.forget()
    cache.clear()


def test_the_fourth_request_of_a_minute_waits_for_the_next_one(owner, api_for, rate, time_machine):
    time_machine.move_to("2026-03-02 09:00:10Z", tick=False)
    api = api_for(owner)
    assert [api.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = api.get("/me")
    assert refused["Retry-After"] == "50"
    assert refused["Content-Type"] == "application/problem+json"
    time_machine.shift(50)
    assert api.get("/me").status_code == 200


def test_each_token_has_its_own_allowance(owner, api_for, rate, time_machine):
    time_machine.move_to("2026-03-02 09:00:10Z", tick=False)
    busy, other = api_for(owner), api_for(owner)
    for _ in range(4):
        busy.get("/me")
    assert busy.get("/me").status_code == 429
    assert other.get("/me").status_code == 200


def test_a_second_process_knows_what_the_first_has_counted(owner, api_for, rate, time_machine):
    time_machine.move_to("2026-03-02 09:00:10Z", tick=False)
    api = api_for(owner)
    for _ in range(3):
        api.get("/me")
    limits.forget()  # another process begins with an empty memory
    assert api.get("/me").status_code == 429


def test_the_shared_count_is_asked_twenty_times_per_allowance_and_not_on_every_request(
    owner, api_for, settings, monkeypatch
):
    settings.API_RATE = 600
    limits.forget()
    asked = []
    monkeypatch.setattr(limits, "_add", lambda key, count: asked.append(count) or count)
    api = api_for(owner)
    for _ in range(60):
        api.get("/me")
    assert asked == [30, 30]


def test_without_a_rate_nobody_waits(owner, api_for, settings):
    settings.API_RATE = 0
    api = api_for(owner)
    assert {api.get("/me").status_code for _ in range(30)} == {200}
