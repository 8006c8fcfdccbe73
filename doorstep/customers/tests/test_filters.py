"""Each filter means what it says: compared with plain Python over a random crowd."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.core.days import year_before
from doorstep.core.db import FAR, NEVER
from doorstep.core.paging import Order, Place, read_place
from doorstep.customers.filters import TABS, CustomerFilter
from doorstep.customers.listing import BY_NAME, SORTS, counted, page_of
from doorstep.customers.tests.crowd import Crowd, Person, make_crowd
from doorstep.identity.actor import Actor

Fits = Callable[[Person], bool]
FIXTURE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def crowd(owner, salesperson) -> Crowd:
    return make_crowd(owner, (owner.membership_id, salesperson.membership_id))


def tab_rules(today: date) -> dict[str, Fits]:
    since = year_before(today)
    return {
        "all": lambda one: True,
        "active": lambda one: one.card.last_paid_on > since,
        "prospect": lambda one: one.card.last_paid_on == NEVER,
        "follow-up": lambda one: one.card.follow_up_from <= today,
        "inactive": lambda one: one.card.last_activity_on <= since,
    }


def rules(crowd: Crowd, actor: Actor) -> dict[str, Fits]:
    """Query string -> what it means, said in Python."""
    return choice_rules(crowd, actor) | fact_rules(actor) | text_rules()


def choice_rules(crowd: Crowd, actor: Actor) -> dict[str, Fits]:
    vip, net, dog = (tag.pk for tag in crowd.tags)
    google = crowd.sources[0].pk
    return {
        **{f"tab={key}": rule for key, rule in tab_rules(actor.workspace.today()).items()},
        "status=active": lambda one: not one.card.archived and not one.card.dormant,
        "status=dormant": lambda one: not one.card.archived and one.card.dormant,
        "status=archived": lambda one: one.card.archived,
        "status=archived&status=active": lambda one: one.card.archived or not one.card.dormant,
        f"tag={vip}": lambda one: vip in one.tags,
        f"tag={vip}&tag={dog}": lambda one: {vip, dog} <= one.tags,
        f"tag_any={vip}&tag_any={net}": lambda one: bool({vip, net} & one.tags),
        f"not_tag={dog}": lambda one: dog not in one.tags,
        f"source={google}": lambda one: one.source == google,
        "source=none": lambda one: one.source is None,
        f"source={google}&source=none": lambda one: one.source in {google, None},
        f"type={crowd.types[1].pk}": lambda one: one.type == crowd.types[1].pk,
        f"type={crowd.types[0].pk}&type={crowd.types[1].pk}": lambda one: True,
    }


def fact_rules(actor: Actor) -> dict[str, Fits]:
    today = actor.workspace.today()
    return {
        "assigned=me": lambda one: one.card.assigned_to_id == actor.membership_id,
        "assigned=none": lambda one: one.card.assigned_to_id is None,
        "assigned=me&assigned=none": lambda one: one.card.assigned_to_id in {None, actor.membership_id},
        "created_from=-30d": lambda one: one.card.created_on >= today - timedelta(days=30),
        "created_to=-1y": lambda one: one.card.created_on <= year_before(today),
        "last_visit_to=-12m": lambda one: NEVER < one.card.last_visit_on <= year_before(today),
        "last_visit_from=-24m&last_visit_to=today": lambda one: (
            one.card.last_visit_on > today - timedelta(days=731)
        ),
        "last_visit=never": lambda one: one.card.last_visit_on == NEVER,
        "balance=1": lambda one: one.card.open_balance_cents > 0,
        "flagged=1": lambda one: one.card.flagged_on < FAR,
        "active=1": lambda one: one.card.last_business_on > year_before(today),
        "new=1": lambda one: one.card.created_on >= today.replace(day=1),
        "with_jobs=1": lambda one: one.card.completed_jobs > 0,
    }


def text_rules() -> dict[str, Fits]:
    return {
        "cf_size_from=2": lambda one: one.size is not None and one.size >= 2,
        "cf_size_to=2.5": lambda one: one.size is not None and one.size <= 2,
        "cf_plan=gold": lambda one: one.plan == "gold",
        "cf_plan=gold&cf_plan=silver": lambda one: one.plan != "",
        "cf_note=DOG": lambda one: "dog" in one.note,
        "cf_note=ga": lambda one: one.note.startswith("ga"),
        "cf_gate=1": lambda one: one.gate,
        "cf_gate=0": lambda one: not one.gate,
        "q=smith": lambda one: "smith" in one.text,
        "q=OBRIEN": lambda one: "obrien" in one.text,
        "q=o'brien": lambda one: "obrien" in one.text,
        "q=muller ana": lambda one: "muller" in one.text and "ana" in one.text,
        "q=Ng": lambda one: " ng" in one.text,
        "q=main st": lambda one: "main" in one.text and " st" in one.text,
        "q=z": lambda one: one.card.sort_name.startswith("z"),
        "q=%28212%29 555-01": lambda one: "21255501" in one.text,
        "q=1 212 555": lambda one: "1212555" in one.text,
        "q=zzzzz": lambda one: False,
    }


def ids_of(people: list[Person]) -> set[int]:
    return {one.client.pk for one in people}


def fitting(crowd: Crowd, queries: list[str], meaning: dict[str, Fits]) -> set[int]:
    archived = any("status=archived" in query for query in queries)
    people = [one for one in crowd.people if archived or not one.card.archived]
    return ids_of([one for one in people if all(meaning[query](one) for query in queries)])


def test_every_filter_alone_means_what_it_says(crowd, owner):
    meaning = rules(crowd, owner)
    for query in meaning:
        found = CustomerFilter(query, owner)
        wanted = fitting(crowd, [query], meaning)
        assert set(found.cards().values_list("pk", flat=True)) == wanted, query
        assert found.errors == [], query
        assert counted(found) == len(wanted), query


def test_filters_combine_and_every_shape_of_the_query_finds_the_same(crowd, owner):
    meaning = rules(crowd, owner)
    # Of one key a query string says one thing: the alternatives of a group are not mixed.
    groups: dict[str, list[str]] = {}
    for query in meaning:
        groups.setdefault(query.split("=")[0].removesuffix("_from").removesuffix("_to"), []).append(query)

    @FIXTURE
    @given(
        chosen=st.lists(st.sampled_from(sorted(groups)), unique=True, min_size=1, max_size=4),
        which=st.randoms(use_true_random=False),
        sort=st.sampled_from(sorted(SORTS)),
        descending=st.booleans(),
    )
    def check(chosen, which, sort, descending):
        queries = [which.choice(groups[key]) for key in chosen]
        found = CustomerFilter("&".join(queries), owner)
        wanted = fitting(crowd, queries, meaning)
        assert set(found.cards().values_list("pk", flat=True)) == wanted
        page = page_of(found, Order(SORTS[sort], descending), 100, Place())
        assert set(page.ids) == wanted
        assert counted(found) == len(wanted)

    check()


def test_every_order_visits_every_customer_once_in_both_directions(crowd, owner):
    everyone = [one.card for one in crowd.people if not one.card.archived]
    for sort in SORTS.values():
        for descending in (False, True):
            order = Order(sort, descending)
            wanted = sorted(
                everyone,
                key=lambda card, sort=sort: (getattr(card, sort.column), card.pk),
                reverse=descending,
            )
            wanted_ids = [card.pk for card in wanted]
            assert walk(owner, order, "after") == wanted_ids, order.key
            assert walk(owner, order, "before") == wanted_ids, order.key


def walk(actor: Actor, order: Order, toward: str) -> list[int]:
    """All ids by paging: forwards from the first page, or backwards from the last."""
    found = CustomerFilter("", actor)
    total = found.cards().count()
    place = Place() if toward == "after" else Place("last", start=None)
    seen: list[int] = []
    while True:
        page = page_of(found, order, 7, place, total)
        if toward == "after":
            assert page.start == len(seen) + 1
            seen = seen + page.ids
            token = page.next
        else:
            assert page.end == total - len(seen)
            seen = page.ids + seen
            token = page.previous
        if not token:
            return seen
        place = read_place({toward: token}, order)


def test_members_see_only_what_is_assigned_to_them_in_every_tab(crowd, owner, salesperson):
    meaning = rules(crowd, owner)
    for key in TABS:
        mine = [one for one in crowd.people if one.card.assigned_to_id == salesperson.membership_id]
        wanted = fitting(Crowd(mine, [], [], []), [f"tab={key}"], meaning)
        found = CustomerFilter({"tab": key}, salesperson)
        assert set(found.cards().values_list("pk", flat=True)) == wanted
        assert set(page_of(found, BY_NAME, 100, Place()).ids) == wanted


def test_another_workspace_sees_nobody_and_its_ids_match_nobody(crowd, owner, stranger):
    assert not CustomerFilter("", stranger).cards().exists()
    for key in ("tag", "source", "type", "assigned", "account", "run"):
        found = CustomerFilter({key: "99999"}, owner)
        assert not found.cards().exists()
        assert "matches nobody" in found.errors[0]


BAD = (
    *("tab=nothing", "tag=abc", "tag=0", "tag=-1", "tag=99999999999999999999999", "status=gone", "run=x"),
    *("source=x", "assigned=boss", "created_from=yesterday", "created_from=0001-01-01", "run=1:nothing"),
    *("created_from=-9999y", "last_visit=often", "balance=yes", "cf_nothing=1", "cf_size_from=many"),
    *("cf_size_from=NaN", "cf_size=2", "cf_plan=bronze", "cf_gate=2"),
    "created_from=2026-05-01&created_to=2026-04-01",
)


def test_what_cannot_be_read_is_ignored_with_a_word(crowd, owner):
    everyone = CustomerFilter("", owner).cards().count()
    for query in BAD:
        found = CustomerFilter(query, owner)
        assert found.errors, query
        if "created_to" not in query and query != "tag=99999999999999999999999":
            assert found.cards().count() == everyone, query


@FIXTURE
@given(
    typed=st.text(max_size=40),
    key=st.sampled_from(["q", "tag", "created_from", "tab", "run", "cf_size_from", "cf_note", "status"]),
)
def test_no_text_breaks_the_filter(owner, typed, key):
    found = CustomerFilter({key: typed}, owner)
    assert isinstance(counted(found), int)
    assert isinstance(page_of(found, BY_NAME, 25, Place()).ids, list)
    assert isinstance(found.describe(), str)
    assert isinstance(found.chips(), list)


def test_chips_take_off_what_they_name(crowd, owner):
    vip, net = crowd.tags[0].pk, crowd.tags[1].pk
    found = CustomerFilter(f"tab=active&tag={vip}&tag={net}&last_visit_from=-24m&last_visit_to=-12m", owner)
    chips = {chip.value: chip for chip in found.chips()}
    assert set(chips) == {"VIP", "Net 30", "24 months ago – 12 months ago"}
    assert QueryDict(chips["VIP"].removed).getlist("tag") == [str(net)]
    assert "last_visit_from" not in chips["24 months ago – 12 months ago"].removed
    assert "Active" in found.describe()
    assert CustomerFilter(found.query, owner).params == found.params
