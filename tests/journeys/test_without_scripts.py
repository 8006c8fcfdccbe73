"""With JavaScript switched off one still reads, searches, filters, opens and writes down."""

import pytest
from playwright.sync_api import Page, expect

from doorstep.clients.models import Client
from doorstep.customers.tests.builders import make_customer
from tests.journeys.stage import sign_in


@pytest.fixture
def plain(company, new_context, base_url) -> Page:
    context = new_context(java_script_enabled=False)
    sign_in(context, company.owner, base_url)
    return context.new_page()


def test_a_customer_is_found_and_opened(company, plain: Page):
    make_customer(company.owner, first_name="Zelda", last_name="Quimby", phones=("(303) 555-8642",))
    plain.goto("/customers")
    search = plain.get_by_label("Search customers")
    search.fill("555 8642")
    search.press("Enter")
    expect(plain.locator("tr[data-row]")).to_have_count(1)
    plain.get_by_role("link", name="Zelda Quimby").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Zelda Quimby")
    plain.get_by_role("link", name="Properties").last.click()
    plain.locator("#tab-panel").get_by_role("link", name="Properties").click()
    expect(plain.locator("main")).to_contain_text("12 Elm Street")


def test_the_list_is_filtered_and_sorted(company, plain: Page):
    plain.goto("/customers")
    plain.get_by_role("link", name="Filter").click()
    plain.locator("[name=tag]").and_(plain.get_by_role("checkbox", name="Repeat")).check()
    plain.get_by_role("button", name="Show customers").click()
    expect(plain.locator(".chips .chip")).to_have_count(1)
    plain.get_by_role("columnheader", name="Lifetime").get_by_role("link").click()
    expect(plain.get_by_role("columnheader", name="Lifetime")).to_have_attribute("aria-sort", "descending")
    expect(plain.locator(".chips .chip")).to_have_count(1)


def test_a_customer_is_written_down(company, plain: Page):
    plain.goto("/customers/new")
    plain.locator("#id_first_name").fill("Zelda")
    plain.locator("#id_last_name").fill("Quimby")
    plain.locator("#id_line1").fill("4 Another Street")
    plain.locator("#id_postcode").fill("80301")
    plain.locator("#id_town").fill("Boulder")
    plain.get_by_role("button", name="Save", exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Zelda Quimby")
    assert Client.objects.filter(last_name="Quimby").count() == 1


def test_the_palette_is_a_page(company, plain: Page):
    make_customer(company.owner, first_name="Zelda", last_name="Quimby")
    plain.goto("/")
    search = plain.locator(".top-q")
    search.fill("quimby")
    search.press("Enter")
    plain.get_by_role("link", name="Zelda Quimby").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Zelda Quimby")
