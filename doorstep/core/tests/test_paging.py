import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.core.paging import BadPlace, Order, Sort, read_order, read_place, token_of

NAME = Sort("name", "Name", "sort_name", str, "by_name")
DAY = Sort("day", "Day", "day", date, "by_day")
CENTS = Sort("cents", "Cents", "cents", int, "by_cents")


@pytest.mark.parametrize(
    ("sort", "value"), [(NAME, "ana"), (DAY, date(2026, 5, 1)), (CENTS, -12), (DAY, date.min)]
)
def test_a_place_survives_the_address(sort, value):
    place = read_place({"after": token_of(value, 7, 51)}, Order(sort, descending=False))
    assert (place.toward, place.value, place.pk, place.start) == ("after", value, 7, 51)


@pytest.mark.parametrize(
    "token", ["x", "é", "bnVsbA", token_of("ana", 7, 1), token_of(True, 1, 1), token_of(2**70, 1, 1)]
)
def test_a_token_of_another_order_or_of_nobody_is_refused(token):
    with pytest.raises(BadPlace):
        read_place({"before": token}, Order(CENTS, descending=True))


@given(st.text())
def test_no_token_breaks_the_reading(token):
    for sort in (NAME, DAY, CENTS):
        with contextlib.suppress(BadPlace):
            read_place({"after": token}, Order(sort, descending=False))


def test_a_minus_turns_the_order_round():
    sorts = {"name": NAME}
    assert read_order("-name", sorts) == Order(NAME, descending=True)
    assert read_order("-name", sorts).key == "-name"
    assert read_order("size", sorts) is None
