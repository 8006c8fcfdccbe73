"""The rule for who is due back, on days alone."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from doorstep.core.db import FAR
from doorstep.customers.queries.follow_up import usual_days
from doorstep.jobs.rhythm import due_back_on, usual_interval

START = date(2025, 1, 1)


def days(*offsets: int) -> list[date]:
    return [START + timedelta(days=offset) for offset in offsets]


def test_two_visits_tell_no_rhythm():
    assert usual_interval(days(0, 90)) is None
    assert due_back_on(days(0, 90)) == FAR


def test_a_yearly_customer_is_due_back_after_one_and_a_half_years():
    assert usual_interval(days(0, 360, 720)) == 360
    assert due_back_on(days(0, 360, 720)) == START + timedelta(days=720 + 540)


def test_a_weekly_customer_gets_fourteen_days_beyond_its_week():
    assert due_back_on(days(0, 7, 14)) == START + timedelta(days=14 + 21)


def test_one_long_break_does_not_move_the_median():
    assert usual_interval(days(0, 30, 60, 400, 430)) == 30


def test_half_days_count_as_whole_ones():
    # Intervals of 30 and 31 days: the median is 30.5, and 1.5 times it 45.75.
    assert due_back_on(days(0, 30, 61)) == START + timedelta(days=61 + 46)


def test_a_date_beyond_the_calendar_is_never():
    assert due_back_on([date(1, 1, 1), date(5000, 1, 1), date(9998, 1, 1)]) == FAR


@given(st.lists(st.dates(date(1990, 1, 1), date(2100, 1, 1)), min_size=3, max_size=20, unique=True))
def test_nobody_is_due_back_before_its_usual_interval_and_fourteen_days_are_over(visits):
    visits.sort()
    interval = usual_interval(visits)
    due = due_back_on(visits)
    assert due > visits[-1] + timedelta(days=13) + timedelta(days=int(interval))
    assert due == FAR or (due - visits[-1]).days >= 1.5 * interval


@given(st.lists(st.integers(1, 800), min_size=2, max_size=12))
def test_the_words_on_the_customers_page_name_the_interval_behind_the_day(gaps):
    visits = [START + timedelta(days=sum(gaps[:count])) for count in range(len(gaps) + 1)]
    assert abs(usual_days(visits[-1], due_back_on(visits)) - usual_interval(visits)) <= 1
