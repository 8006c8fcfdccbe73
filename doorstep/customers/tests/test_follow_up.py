from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from doorstep.customers.queries.follow_up import usual_days
from doorstep.jobs.rhythm import due_back_on


@given(st.integers(1, 2000))
def test_the_usual_interval_is_read_back_from_the_day_a_customer_is_due(days):
    visits = [date(2000, 1, 1) + timedelta(days=days * number) for number in range(4)]
    assert usual_days(visits[-1], due_back_on(visits)) == days
