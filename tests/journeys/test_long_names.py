"""What people are really called: a name without a place to break stays within a phone's page."""

import pytest
from playwright.sync_api import Page

from doorstep.customers.actions.accounts import create_account
from doorstep.customers.tests.builders import make_customer
from tests.journeys.eyes import PHONE, SIDEWAYS

ENDLESS = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch-Featherstonehaugh"


@pytest.mark.parametrize("place", ["", "/edit", "/jobs", "/properties", "/activity"])
def test_a_customers_pages_hold_a_long_name(company, office: Page, place):
    customer = make_customer(company.owner, last_name=ENDLESS, email=f"{ENDLESS[:60].lower()}@example.com")
    office.set_viewport_size(PHONE)
    office.goto(f"/customers/{customer.pk}{place}")
    assert office.evaluate(SIDEWAYS) == []


def test_lists_and_accounts_hold_a_long_name(company, office: Page):
    make_customer(company.owner, first_name="", last_name=ENDLESS)
    account = create_account(actor=company.owner, name=ENDLESS)
    office.set_viewport_size(PHONE)
    for place in (f"/customers?q={ENDLESS[:20]}", f"/accounts/{account.pk}", "/accounts", "/"):
        office.goto(place)
        assert office.evaluate(SIDEWAYS) == [], place
