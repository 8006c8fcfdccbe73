"""The customers page: what it shows to whom, at what cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from doorstep.clients.cards import refresh_figures
from doorstep.clients.models import ClientCard
from doorstep.customers import listing
from doorstep.customers.tests.builders import make_customer
from doorstep.customers.tests.crowd import make_crowd
from doorstep.shell.models import ListPreference

#: Statements of the page: session, user, memberships with the role's line, columns chosen, page of keys,
#: rows, tags, counts. A search or filter adds its names, its measure and its count.
PLAIN, NARROWED = 8, 12

ROWS = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture
def url() -> str:
    return reverse("customers:list")


def names(response) -> list[str]:
    return re.findall(r'class="row-link" href="[^"]+">([^<]+)</a>', response.content.decode())


def statements(client, url, **headers) -> int:
    client.get(url, headers=headers)
    with CaptureQueriesContext(connection) as captured:
        client.get(url, headers=headers)
    return len(captured)


@pytest.mark.parametrize("number", [1, 50])
def test_the_page_costs_the_same_with_one_row_and_with_fifty(owner, client_for, url, number):
    for _ in range(number):
        make_customer(owner, phones=("(303) 555-0199",), tags=("VIP",), email="a@example.com")
    client = client_for(owner)
    assert statements(client, url) == PLAIN
    assert statements(client, f"{url}?tab=active&sort=-revenue") <= PLAIN
    assert statements(client, f"{url}?q=jane&balance=1") <= NARROWED
    assert statements(client, f"{url}?q=jane", **ROWS) <= NARROWED


def test_fifty_rows_weigh_at_most_sixty_kilobytes(owner, client_for, url):
    make_crowd(owner, (owner.membership_id,), number=60)
    answer = client_for(owner).get(url)
    assert len(names(answer)) == 50
    assert len(answer.content) <= 60 * 1024


def test_rows_show_who_it_is_and_how_to_reach_them(owner, client_for, url):
    make_customer(
        owner,
        first_name="Zoë",
        last_name="Garcia",
        phones=("(303) 555-0199",),
        email="zoe@example.com",
        tags=("VIP",),
    )
    page = client_for(owner).get(url).content.decode()
    assert ">Zoë Garcia</a>" in page
    assert 'href="tel:+13035550199">(303) 555-0199<' in page
    assert 'href="mailto:zoe@example.com"' in page
    assert ">VIP</span>" in page
    assert 'data-i="ZG"' in page


def test_what_people_are_called_is_never_markup(owner, client_for, url):
    attack = '"><script>alert(1)</script>'
    make_customer(
        owner, first_name="A", last_name=attack, email="a@example.com", tags=(attack,), phones=(attack,)
    )
    ListPreference.objects.create(
        workspace=owner.workspace,
        member_id=owner.membership_id,
        page="customers",
        columns=["phone", "tags", "address", "email"],
    )
    page = client_for(owner).get(url, {"q": attack, "tag": attack}).content.decode()
    rows = client_for(owner).get(url).content.decode()
    assert "<script>alert" not in page
    assert "<script>alert" not in rows
    assert "&lt;script&gt;alert(1)" in rows


def test_money_is_for_those_who_may_see_it(owner, dispatcher, client_for, url):
    customer = make_customer(owner)
    ClientCard.objects.filter(pk=customer.pk).update(lifetime_revenue_cents=123_456)
    assert "$1,234.56" in client_for(owner).get(url).content.decode()
    page = client_for(dispatcher).get(url, {"sort": "-revenue"}).content.decode()
    assert "$1,234.56" not in page
    assert "Lifetime" not in page
    assert "was ignored" in page


def test_a_salesperson_sees_and_counts_only_their_own(owner, salesperson, client_for, url):
    make_customer(owner, first_name="Mine", assigned_to_id=salesperson.membership_id)
    make_customer(owner, first_name="Other")
    answer = client_for(salesperson).get(url)
    assert [name.split()[0] for name in names(answer)] == ["Mine"]
    assert 'All<span class="tab-count">1</span>' in answer.content.decode()


def test_another_workspace_sees_nobody(owner, stranger, client_for, url):
    make_customer(owner)
    page = client_for(stranger).get(url).content.decode()
    assert "No customers yet" in page


def test_strangers_are_sent_to_sign_in(client, db, url):
    assert client.get(url).status_code == 302


def test_as_one_types_only_the_rows_are_answered_and_not_twice(owner, client_for, url):
    make_customer(owner, first_name="Ana", last_name="Cruz")
    make_customer(owner, first_name="Bob", last_name="Stone")
    client = client_for(owner)
    answer = client.get(url, {"q": "cruz"}, headers=ROWS)
    assert names(answer) == ["Ana Cruz"]
    assert "<html" not in answer.content.decode()
    assert "private" in answer.headers["Cache-Control"]


def test_header_figures_and_tabs_lead_to_exactly_as_many_customers(owner, client_for, url):
    make_crowd(owner, (owner.membership_id,), number=40)
    client = client_for(owner)
    page = client.get(url).content.decode()
    tabs = re.findall(r'<a class="tab" href="([^"]*)"[^>]*>[^<]*<span class="tab-count">(\d+)</span>', page)
    figures = re.findall(r'<a class="figure" href="([^"]*)".*?figure-value">(\d+)<', page, re.DOTALL)
    assert len(tabs) == 5
    assert len(figures) == 4
    for href, count in tabs + figures:
        assert len(names(client.get(f"{url}{href}&size=100".replace("?&", "?")))) == int(count), href


def test_what_the_header_counted_is_not_counted_again(owner, client_for, url, monkeypatch):
    monkeypatch.setattr(listing, "COUNTED_UP_TO", 3)
    make_crowd(owner, (owner.membership_id,), number=60)
    client = client_for(owner)
    number = client.get(url).context["state"].counts.active
    assert number > 25
    page = client.get(f"{url}?active=1&size=25").content.decode()
    assert f"1–25 of {number}" in page
    assert "Count them" not in page
    assert "Count them" in client.get(f"{url}?active=1&size=25&created_from=-9y").content.decode()


def test_pages_go_on_and_back(owner, client_for, url):
    make_crowd(owner, (owner.membership_id,), number=60)
    client = client_for(owner)
    first = client.get(url, {"size": "25"})
    link = re.search(r'href="(\?[^"]*after=[^"]*)" rel="next"', first.content.decode())
    second = client.get(url + link[1].replace("&amp;", "&"))
    back = re.search(r'href="(\?[^"]*before=[^"]*)" rel="prev"', second.content.decode())
    again = client.get(url + back[1].replace("&amp;", "&"))
    assert names(again) == names(first)
    assert not set(names(first)) & set(names(second)) or names(first) != names(second)
    last = client.get(url, {"size": "25", "last": "1"}).content.decode()
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last


def test_a_page_link_that_does_not_fit_shows_the_beginning_and_says_so(owner, client_for, url):
    make_customer(owner)
    page = client_for(owner).get(url, {"after": "rubbish", "size": "7"}).content.decode()
    assert "does not fit the list" in page
    assert "25, 50 or 100" in page


def test_the_follow_up_tab_says_why_in_words(owner, client_for, url):
    customer = make_customer(owner, first_name="Ana", last_name="Cruz")
    today = owner.workspace.today()
    ClientCard.objects.filter(pk=customer.pk).update(
        overdue_on=today - timedelta(days=3),
        open_balance_cents=42_000,
        last_visit_on=today - timedelta(days=213),
        due_back_on=today - timedelta(days=78),
        follow_up_from=today - timedelta(days=78),
    )
    page = client_for(owner).get(url, {"tab": "follow-up"}).content.decode()
    assert "$420.00 open, overdue since" in page
    assert "Usually every 3 months, last visit 7 months ago" in page


def test_columns_are_each_members_own(owner, manager, client_for, url):
    make_customer(owner, first_name="Ana", email="ana@example.com", town="Golden")
    chosen = client_for(owner).post(
        reverse("customers:columns"), {"column": ["city", "email"], "query": "tab=active&view=3"}
    )
    assert chosen.headers["Location"] == f"{url}?tab=active"
    mine = client_for(owner).get(url).content.decode()
    assert ">Golden</span>" in mine
    assert "Lifetime" not in mine
    assert "Lifetime" in client_for(manager).get(url).content.decode()
    client_for(owner).post(reverse("customers:columns"), {"reset": "1", "column": ["city"]})
    assert "Lifetime" in client_for(owner).get(url).content.decode()


@pytest.mark.parametrize("name", ["filter", "columns"])
def test_panels_are_pages_without_scripts_and_fragments_with(owner, client_for, name):
    client = client_for(owner)
    assert "<html" in client.get(reverse(f"customers:{name}")).content.decode()
    assert (
        "<html"
        not in client.get(reverse(f"customers:{name}"), headers={"HX-Request": "true"}).content.decode()
    )


def test_the_filter_panel_keeps_the_rest_of_the_address(owner, client_for):
    page = (
        client_for(owner)
        .get(reverse("customers:filter"), {"tab": "active", "sort": "-created", "balance": "1"})
        .content.decode()
    )
    assert '<input type="hidden" name="tab" value="active">' in page
    assert '<input type="hidden" name="sort" value="-created">' in page
    assert 'name="balance" value="1" checked' in page


def test_the_exact_number_is_counted_on_demand(owner, client_for):
    make_customer(owner, first_name="Ana")
    make_customer(owner, first_name="Bob")
    assert "exactly 1" in client_for(owner).get(reverse("customers:count"), {"q": "ana"}).content.decode()


def test_the_list_is_right_after_the_figures_were_rolled_to_today(owner, client_for, url):
    customer = make_customer(owner)
    owner.workspace.figures_on = owner.workspace.today() - timedelta(days=1)
    owner.workspace.save()
    client_for(owner).get(url)
    owner.workspace.refresh_from_db()
    assert owner.workspace.figures_on == owner.workspace.today()
    refresh_figures(workspace=owner.workspace, client_ids=[customer.pk])


def test_the_toolbar_leads_to_export_import_and_a_new_customer(owner, technician, client_for, url):
    make_customer(owner)
    page = client_for(owner).get(url, {"tab": "all", "q": "jane"}).content.decode()
    assert f'href="{reverse("transfer:export")}?tab=all&amp;q=jane&amp;format=csv"' in page
    assert reverse("transfer:import") in page
    assert reverse("customers:create") in page
    page = client_for(technician).get(url).content.decode()
    assert reverse("transfer:export") not in page
    assert "data-select-page" not in page
