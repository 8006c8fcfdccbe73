"""However a search is gone about, it finds the same, in the same order."""

import pytest

from doorstep.core.paging import Order, Place
from doorstep.customers.filters import CustomerFilter
from doorstep.customers.listing import SORTS, counted, page_of
from doorstep.customers.tests.crowd import Crowd, make_crowd
from doorstep.customers.tests.test_filters import fitting, rules


@pytest.fixture
def crowd(owner, salesperson) -> Crowd:
    return make_crowd(owner, (owner.membership_id, salesperson.membership_id))


@pytest.mark.parametrize(("step", "most"), [(0.0, 1), (0.0, 10**9), (10**9, 10**9)])
def test_how_common_words_are_changes_the_way_and_not_what_is_found(crowd, owner, monkeypatch, step, most):
    monkeypatch.setattr("doorstep.clients.search_rows.STEP", step)
    monkeypatch.setattr("doorstep.clients.search_rows.MOST_STEPS", most)
    meaning = rules(crowd, owner)
    names = {one.client.pk: (one.card.sort_name, one.client.pk) for one in crowd.people}
    for query in (query for query in meaning if query.startswith("q=")):
        found = CustomerFilter(query, owner)
        wanted = sorted(fitting(crowd, [query], meaning), key=lambda pk: names[pk])
        assert counted(found) == len(wanted), query
        for descending in (False, True):
            page = page_of(found, Order(SORTS["name"], descending), 100, Place())
            assert page.ids == (wanted[::-1] if descending else wanted)[:100], query
