"""How the list is found changes with what is common and where it stands; what is found does not."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from doorstep.clients import planning
from doorstep.clients.models import ClientCard
from doorstep.core.paging import Order, Place
from doorstep.customers import listing
from doorstep.customers.filters import CustomerFilter
from doorstep.customers.listing import BY_NAME, SORTS, Counted, counted_soon, page_of
from doorstep.customers.tests.crowd import Crowd, make_crowd
from doorstep.customers.tests.test_filters import fitting, rules

#: Nothing is few, everything is; the walk is short; and then all are fetched, or one walks on.
EXTREMES = (
    {"FEW": 0, "SOME": 0},
    {"FEW": 0, "SOME": 10_000},
    {"FEW": 5, "SOME": 5},
    {"FEW": 10_000, "SOME": 10_000},
    {"FEW": 0, "FEW_FITTING": 0, "CHEAP": 0, "STRETCH": 10},
    {"FEW": 0, "FEW_FITTING": 0, "CHEAP": 0, "STRETCH": 10, "MANY_FITTING": 0},
    {"FEW": 0, "FEW_FITTING": 0, "CHEAP": 0},
)


@pytest.fixture
def crowd(owner, salesperson) -> Crowd:
    return make_crowd(owner, (owner.membership_id, salesperson.membership_id))


@pytest.mark.parametrize("extreme", EXTREMES)
def test_how_common_a_filter_is_changes_the_way_and_not_the_result(crowd, owner, monkeypatch, extreme):
    for name, value in extreme.items():
        monkeypatch.setattr(planning, name, value)
    meaning = rules(crowd, owner)
    for queries in (
        [f"tag={crowd.tags[0].pk}", "q=smith"],
        ["q=main st"],
        ["flagged=1", "balance=1"],
        ["tab=inactive", "source=none"],
        [f"not_tag={crowd.tags[2].pk}", "with_jobs=1"],
        ["cf_size_from=2", "assigned=none"],
        ["status=dormant"],
    ):
        wanted = fitting(crowd, queries, meaning)
        for sort in SORTS.values():
            found = CustomerFilter("&".join(queries), owner)
            for place in (Place(), Place("last", start=None)):
                page = page_of(found, Order(sort, descending=True), 100, place)
                assert set(page.ids) == wanted, queries


def test_the_orders_carry_what_filters_ask(crowd, owner):
    """Else a walk past thousands of entries would read the table for each of them."""
    orders = {sort.index for sort in SORTS.values()}
    held = [{*index.fields, *index.include} for index in ClientCard._meta.indexes if index.name in orders]
    assert len(held) == len(orders)
    for query in rules(crowd, owner):
        if query.startswith("q=") or "source=none" in query:
            continue  # asked of other tables
        for part in CustomerFilter(query, owner).parts:
            for column in _columns(part.condition.tested()):
                assert all(column in {name.removeprefix("-") for name in names} for names in held), query


def _columns(asked: Q) -> set[str]:
    found: set[str] = set()
    for child in asked.children:
        if isinstance(child, Q):
            found |= _columns(child)
        elif isinstance(child, tuple) and child[0] != "pk__in":
            found.add(child[0].split("__")[0])
    return found


def test_where_counting_takes_long_the_list_has_more_than_a_round_number(crowd, owner, monkeypatch):
    found = CustomerFilter("with_jobs=1", owner)
    total = found.cards().count()
    assert counted_soon(found, everybody=1000, shown=50) == Counted(total)
    monkeypatch.setattr(planning, "GLANCE", 40)
    monkeypatch.setattr(planning, "FEW_FITTING", 0)
    monkeypatch.setattr(planning, "CHEAP", 0)
    monkeypatch.setattr(listing, "TOLD_BY", 10)
    seen = found.cards().filter(pk__in=_first_by_name(owner, 40)).count()
    assert 10 < seen < total
    assert counted_soon(found, everybody=41, shown=5) == Counted((seen - 1) // 10 * 10, more=True)
    assert counted_soon(found, everybody=41, shown=50) == Counted(50, more=True)
    assert counted_soon(found, everybody=40, shown=5) == Counted(total)


def _first_by_name(owner, number: int) -> list[int]:
    return page_of(CustomerFilter("", owner), BY_NAME, number, Place()).ids


def test_the_names_of_all_that_a_filter_mentions_take_one_statement(crowd, owner):
    tags = "&".join(f"tag={tag.pk}" for tag in crowd.tags)
    query = f"{tags}&source={crowd.sources[0].pk}&type={crowd.types[0].pk}&assigned=me&tag_any=99999"
    with CaptureQueriesContext(
        connection,
    ) as captured:
        found = CustomerFilter(query, owner)
    assert len(captured) == 1
    words = found.describe()
    for name in (crowd.tags[0].name, crowd.sources[0].name, crowd.types[0].name, "unknown"):
        assert name in words
    assert len(found.errors) == 1
