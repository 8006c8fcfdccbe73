"""Every page, on a desk and on a phone, light and dark: WCAG 2.2 A and AA, and nothing to scroll sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.pages import SIGNED_IN, SIGNED_OUT, address, names

AXE = Axe().axe_script
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# WCAG 2.2's target size is off in axe unless asked for.
EVERYTHING = {"runOnly": {"type": "tag", "values": LEVELS}, "rules": {"target-size": {"enabled": True}}}
# What a colour scheme can change; the other rules look at the same page.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
RUN = """async (options) => (await axe.run(document, {...options, resultTypes: ['violations']})).violations
    .flatMap((each) => each.nodes.slice(0, 3).map((node) =>
        `${each.id}: ${node.html.slice(0, 160)} — ${node.failureSummary.slice(0, 240)}`))"""
PARTS = 4  # of the work: one test for all would say nothing for a minute
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
# Sideways: the page itself, and on a desk the lists with the columns they come with.
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('.list-wrap')]
    .filter((each) => each.scrollWidth > each.clientWidth + 1)
    .map((each) => `${each.className || 'page'} ${each.scrollWidth} > ${each.clientWidth}`)"""


def look_at(page: Page, url: str) -> list[str]:
    """What is wrong with the page at `url`, in all four guises."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(DESK)
    answer = page.goto(url)
    if answer is None or answer.status != 200:
        return [f"answered {answer and answer.status}"]
    page.wait_for_function("() => !document.querySelector('.htmx-request, [aria-busy=true] > .panel-waits')")
    page.evaluate(AXE)
    wrong = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="light")
        guise = f"{size['width']} px"
        wrong += [f"{guise}, light: {each}" for each in page.evaluate(RUN, EVERYTHING)]
        wrong += [f"{guise}: sideways: {each}" for each in page.evaluate(SIDEWAYS)]
        page.emulate_media(color_scheme="dark")
        wrong += [f"{guise}, dark: {each}" for each in page.evaluate(RUN, COLOURS)]
    return wrong


def is_page(page: Page, url: str) -> bool:
    """Whether GET answers with a whole page: not refused, no part of another page, no file."""
    answer = page.request.get(url)
    return answer.status != 405 and "<html" in answer.text()[:500]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_keeps_anybody_out(part: int, company, office: Page):
    wrong = {}
    for name in names()[part::PARTS]:
        url = address(name, company)
        if is_page(office, url) and (found := look_at(office, url)):
            wrong[name] = found
    assert not wrong


def test_the_pages_of_signing_in_and_of_the_account_keep_nobody_out(company, office: Page, new_context):
    wrong = {url: look_at(office, f"/{url}") for url in SIGNED_IN}
    outside = new_context().new_page()
    wrong |= {url: look_at(outside, f"/{url}") for url in SIGNED_OUT}
    assert not {url: found for url, found in wrong.items() if found}
