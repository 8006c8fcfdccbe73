"""What is hard to read or to hit on a small screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.eyes import PHONE

FINGER = 44  # px, the width of a fingertip


@pytest.fixture
def phone(office: Page) -> Page:
    office.set_viewport_size(PHONE)
    return office


def width_of(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["width"]


def test_what_is_wrong_with_a_postcode_reads_in_lines_and_not_word_by_word(company, phone: Page):
    company.workspace.country = "GB"
    company.workspace.save()
    phone.goto("/customers/new")
    phone.locator("[name=postcode]").fill("nonsense")
    phone.get_by_role("button", name="Save", exact=True).click()
    expect(phone.locator(".place-row .field-error")).to_contain_text("A UK postcode looks like")
    assert width_of(phone, ".place-row .field-error") > PHONE["width"] / 2


def test_who_is_to_be_called_is_one_touch_away(phone: Page):
    phone.goto("/")
    assert width_of(phone, ".home a[href^='tel:']") >= FINGER
    assert width_of(phone, ".home a[href^='mailto:']") >= FINGER
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
