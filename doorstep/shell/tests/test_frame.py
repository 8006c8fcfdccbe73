"""Home, palette and navigation."""

import pytest
from django.urls import reverse

from doorstep.customers.tests.builders import make_customer
from doorstep.identity.actor import Actor
from doorstep.shell.navigation import links_for, navigation

HTMX = {"HX-Request": "true"}


def palette(client_for, actor: Actor, typed: str) -> str:
    return client_for(actor).get(reverse("shell:palette"), {"q": typed}, headers=HTMX).content.decode()


def test_the_palette_finds_customers_by_phone_and_shows_where_they_are(owner, client_for):
    customer = make_customer(
        owner, first_name="Ana", last_name="Cruz", phones=("(303) 555-0142",), town="Golden"
    )
    found = palette(client_for, owner, "303 555 0142")
    assert reverse("customers:record", args=[customer.pk]) in found
    assert "(303) 555-0142 · Golden" in found


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("720 555-46", "(720) 555-4601"),
        ("cruz 7205554601", "(720) 555-4601"),
        ("(720", "(720) 555-4601"),
        ("cruz", "(303) 555-0142"),
        ("7204 elm", "(303) 555-0142"),
    ],
)
def test_the_palette_shows_the_number_that_was_typed_else_the_first(owner, client_for, typed, shown):
    phones = ("(303) 555-0142", "(720) 555-4601", "(720) 472-0455")
    make_customer(owner, last_name="Cruz", phones=phones, line1="7204 Elm Street", town="Golden")
    assert f"{shown} · Golden" in palette(client_for, owner, typed)


def test_the_palette_without_words_offers_commands_and_pages(owner, client_for):
    found = palette(client_for, owner, "")
    assert reverse("customers:create") in found
    assert reverse("customers:list") in found


def test_the_palette_finds_pages_by_their_names(owner, client_for):
    assert reverse("identity:settings") in palette(client_for, owner, "settin")


def test_the_palette_says_when_nothing_is_found_and_keeps_markup_harmless(owner, client_for):
    found = palette(client_for, owner, "<script>zzz")
    assert "Nothing found" in found
    assert "<script>zzz" not in found


def test_the_palette_shows_nobody_of_another_workspace_or_of_other_members(
    owner, stranger, salesperson, client_for
):
    make_customer(owner, first_name="Ana", last_name="Cruz")
    for actor in (stranger, salesperson):
        assert "Cruz" not in palette(client_for, actor, "cruz").replace("“cruz”", "")


def test_without_scripts_the_palette_is_a_page(owner, client_for):
    make_customer(owner, first_name="Ana", last_name="Cruz")
    page = client_for(owner).get(reverse("shell:palette"), {"q": "cruz"}).content.decode()
    assert "<html" in page
    assert "Ana Cruz" in page


def test_home_welcomes_an_empty_workspace(owner, client_for):
    page = client_for(owner).get(reverse("shell:home")).content.decode()
    assert "Welcome" in page
    assert reverse("customers:create") in page


def test_home_shows_figures_and_what_happened(owner, client_for):
    customer = make_customer(owner, first_name="Ana", last_name="Cruz")
    page = client_for(owner).get(reverse("shell:home")).content.decode()
    assert reverse("customers:record", args=[customer.pk]) in page
    assert "Latest activity" in page
    assert "Nobody to follow up" in page


def test_home_shows_members_only_what_they_see(owner, salesperson, client_for):
    make_customer(owner, first_name="Ana", last_name="Cruz")
    make_customer(owner, first_name="Bob", last_name="Mine", assigned_to_id=salesperson.membership_id)
    page = client_for(salesperson).get(reverse("shell:home")).content.decode()
    assert "Cruz" not in page
    assert "Bob Mine" in page


@pytest.mark.parametrize(("who", "adds"), [("owner", True), ("accountant", False)])
def test_what_a_member_may_not_do_is_not_offered(request, client_for, who, adds):
    page = client_for(request.getfixturevalue(who)).get(reverse("shell:home")).content.decode()
    assert (reverse("customers:create") in page) is adds


def test_the_entry_one_is_on_is_marked(owner, client_for):
    page = client_for(owner).get(reverse("customers:list")).content.decode()
    assert f'href="{reverse("customers:list")}" title="Customers" aria-current="page"' in page


def test_every_entry_leads_somewhere_for_an_owner(owner, client_for):
    tables = navigation()
    client = client_for(owner)
    for link in links_for(owner, (*tables.pages, *tables.create, *tables.member)):
        assert client.get(link.url).status_code == 200, link.url
