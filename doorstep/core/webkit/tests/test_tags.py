from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib import messages as levels

from doorstep.core.db import NEVER
from doorstep.core.webkit.browsers import browser_name_of
from doorstep.core.webkit.icons import icon_svg
from doorstep.core.webkit.moments import relative_day
from doorstep.core.webkit.people import avatar_class_of, initials_of
from doorstep.core.webkit.tests.builders import make_workspace, render

XSS = '"><script>alert(1)</script>'
NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)


def test_money_is_written_in_the_currency_and_way_of_the_workspace():
    assert "$1,234.56" in render("{% money cents %}", cents=123456)
    british = make_workspace(currency="GBP", locale="en-gb")
    assert "£1,234.56" in render("{% money cents %}", cents=123456, workspace=british)


def test_an_amount_that_is_not_there_is_a_dash_and_never_none_or_zero():
    assert "None" not in render("{% money cents %}", cents=None)
    assert 'class="dash"' in render("{% money cents %}", cents=None)
    assert 'class="dash"' in render("{% money_or_dash cents %}", cents=0)
    assert "$0.00" in render("{% money cents %}", cents=0)


def test_the_dash_stands_for_nothing_but_not_for_the_number_zero():
    assert 'class="dash"' in render("{{ value|dash }}", value="")
    assert render("{{ value|dash }}", value=0) == "0"
    assert render("{{ value|dash }}", value="Ana") == "Ana"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Today"),
        (-1, "Yesterday"),
        (1, "Tomorrow"),
        (-6, "6 days ago"),
        (3, "in 3 days"),
        (-7, None),
        (7, None),
    ],
)
def test_days_are_relative_within_a_week_only(days, words):
    assert relative_day(date(2026, 11, 18) + timedelta(days=days), date(2026, 11, 18)) == words


@time_machine.travel(NOW, tick=False)
def test_a_date_shows_the_exact_one_on_hover():
    shown = render("{% reldate day %}", day=date(2026, 11, 16))
    assert "2 days ago" in shown
    assert 'datetime="2026-11-16"' in shown
    assert 'title="Monday, November 16, 2026"' in shown


@time_machine.travel(NOW, tick=False)
def test_an_old_date_is_written_as_the_workspace_writes_dates():
    assert "Mar 2, 2026" in render("{% reldate day %}", day=date(2026, 3, 2))
    british = make_workspace(locale="en-gb")
    assert "2 Mar 2026" in render("{% reldate day %}", day=date(2026, 3, 2), workspace=british)


@time_machine.travel(NOW, tick=False)
def test_a_moment_of_this_hour_is_told_in_minutes():
    assert "12 minutes ago" in render("{% reldate at %}", at=NOW - timedelta(minutes=12))
    assert "Just now" in render("{% reldate at %}", at=NOW)
    assert "Today" in render("{% reldate at %}", at=NOW - timedelta(hours=3))


@time_machine.travel(datetime(2026, 11, 18, 2, 0, tzinfo=UTC), tick=False)
def test_today_is_a_day_where_the_workspace_works():
    day = date(2026, 11, 17)
    assert "Today" in render("{% reldate day %}", day=day)
    assert "Yesterday" in render("{% reldate day %}", day=day, workspace=make_workspace(zone="Europe/London"))
    evening = datetime(2026, 11, 18, 0, 30, tzinfo=UTC)
    assert "November 17, 2026, 7:30:00" in render("{% reldate at %}", at=evening)


@pytest.mark.parametrize("missing", [None, NEVER])
def test_a_date_that_never_was_is_a_dash(missing):
    assert 'class="dash"' in render("{% reldate day %}", day=missing)


def test_query_keeps_what_is_in_the_address_and_changes_what_it_is_told():
    path = "/customers?tag=1&tag=2&sort=name&after=x"
    assert render("{% query sort='-name' after=None %}", path=path) == "?tag=1&amp;tag=2&amp;sort=-name"
    assert render("{% query tag=tags %}", path="/customers?tag=1", tags=[3, 4]) == "?tag=3&amp;tag=4"
    assert render("{% query sort=None %}", path="/customers?sort=name") == "?"


def test_query_without_takes_out_one_value_of_several():
    path = "/customers?tag=1&tag=2&after=x"
    assert render("{% query_without 'tag' 2 'after' %}", path=path) == "?tag=1"
    assert render("{% query_without 'tag' 1 %}", path="/customers?tag=1") == "?"


def test_what_stands_in_the_address_cannot_break_out_of_a_link():
    shown = render('<a href="{% query page=2 %}">x</a>', path="/customers?q=%22%3E%3Cscript%3E")
    assert "<script>" not in shown
    assert '">x' in shown


@pytest.mark.parametrize(
    "source",
    [
        "{{ x|dash }}",
        "{{ x|email_link }}",
        "{% phone_link x x x %}",
        "{{ x|initials }}",
        "{{ x|avatar_class }}",
        "{% icon 'users' label=x %}",
        "{{ x|browser_name }}",
        "{% query q=x %}",
    ],
)
def test_typed_text_is_escaped_by_every_tag(source):
    assert "<script>" not in render(source, x=XSS)
    assert 'href=""' not in render(source, x=XSS)


def test_a_phone_is_a_link_that_dials_the_extension_too():
    shown = render("{% phone_link '+15125550123' '(512) 555-0123' '12' %}")
    assert 'href="tel:+15125550123;ext=12"' in shown
    assert "(512) 555-0123 ext. 12" in shown


def test_a_number_nobody_could_read_is_shown_as_it_was_typed():
    shown = render("{% phone_link '' 'ask for Jo' %}")
    assert "ask for Jo" in shown
    assert "href" not in shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ana Cruz", "AC"),
        ("Ana de la Cruz", "AC"),
        ("acme", "A"),
        ("& Sons 4U", "S4"),
        ("", "?"),
        (None, "?"),
    ],
)
def test_initials_come_from_the_first_and_the_last_word(name, letters):
    assert initials_of(name) == letters


def test_a_name_keeps_its_colour():
    assert avatar_class_of("Ana Cruz") == avatar_class_of("ANA CRUZ") == "avatar-5"


def test_the_lines_of_an_icon_are_drawn_in_one_go():
    assert icon_svg("x").count("<path") == icon_svg("users").count("<path") == 1
    assert 'd="M18 6l-12 12M6 6l12 12"' in icon_svg("x")


def test_an_icon_is_skipped_by_screen_readers_unless_it_stands_alone():
    assert 'aria-hidden="true"' in icon_svg("users")
    assert 'role="img" aria-label="Important"' in icon_svg("star", label="Important")


def test_an_icon_that_was_not_copied_leaves_the_page_standing():
    assert icon_svg("no-such-icon").startswith("<svg")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Linux"),
        ("curl/8.5", "curl/8.5"),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent, name):
    assert browser_name_of(agent) == name


def test_levels_of_messages_have_the_names_that_toasts_know():
    assert levels.DEFAULT_TAGS[levels.ERROR] == "error"
