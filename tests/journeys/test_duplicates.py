"""Customers that are there twice: found, put together field by field, and taken apart again."""

import re

from playwright.sync_api import Page, expect

from doorstep.clients.models import Client
from doorstep.customers.tests.builders import make_customer
from tests.journeys.eyes import look, look_at


def test_two_records_become_one_and_two_again(company, office: Page):
    kept = make_customer(company.owner, first_name="Zelda", last_name="Quimby", phones=("303-555-0187",))
    gone = make_customer(company.owner, first_name="Zelda", last_name="Quimby-Ross", phones=("303-555-0187",))
    assert not look_at(office, "/duplicates")
    assert not look_at(office, f"/customers/{kept.pk}/merge")
    assert not look_at(office, f"/customers/{kept.pk}/merge/{gone.pk}")
    office.get_by_role("radio", name="Zelda Quimby-Ross", exact=True).check()
    office.get_by_role("button", name="Merge").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("Zelda Quimby-Ross")
    assert not Client.objects.filter(pk=gone.pk).exists()
    office.goto(f"/customers/{gone.pk}")
    expect(office).to_have_url(re.compile(rf"/customers/{kept.pk}$"))
    assert not look_at(office, "/duplicates/merges")
    office.locator("main a[href^='/duplicates/merges/']").first.click()
    assert not look(office)
    office.get_by_role("button", name="Undo the merge").click()
    expect(office.get_by_role("button", name="Undo the merge")).to_have_count(0)
    assert Client.objects.filter(pk=gone.pk).exists()
