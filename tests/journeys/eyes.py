"""Eyes for what keeps people out: WCAG 2.2 A and AA, and nothing to scroll sideways."""

import re
from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# WCAG 2.2's target size is off in axe unless asked for.
EVERYTHING = {"runOnly": {"type": "tag", "values": LEVELS}, "rules": {"target-size": {"enabled": True}}}
# What a colour scheme can change; the other rules look at the same page.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
RUN = """async (options) => (await axe.run(document, {...options, resultTypes: ['violations']})).violations
    .flatMap((each) => each.nodes.slice(0, 3).map((node) =>
        `${each.id}: ${node.html.slice(0, 160)} — ${node.failureSummary.slice(0, 240)}`))"""
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
# Sideways: the page itself, what is open over it, and on a desk the lists with the columns they come with.
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('.list-wrap, dialog[open]')]
    .filter((each) => each.scrollWidth > each.clientWidth + 1)
    .map((each) => `${each.className || 'page'} ${each.scrollWidth} > ${each.clientWidth}`)"""
# What fills a sheet or a dialog of the page.
OPENERS = """() => [...document.querySelectorAll('[hx-get]')]
    .filter((each) => each.matches('[hx-target="#sheet-content"], [hx-target="#modal-content"]'))
    .map((each) => [each.getAttribute('hx-get'), each.getAttribute('hx-target')])"""
FILL = "([url, target]) => htmx.ajax('GET', url, {target, source: document.body})"
CLOSE = "() => document.querySelectorAll('dialog[open]').forEach((each) => each.close())"


def open_page(page: Page, url: str, status: int = 200) -> list[str]:
    """Go to `url`; complains of any answer but the one with `status`."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(DESK)
    answer = page.goto(url)
    if answer is None or answer.status != status:
        return [f"answered {answer and answer.status}"]
    page.wait_for_function("() => !document.querySelector('.htmx-request, [aria-busy=true] > .panel-waits')")
    return []


def look(page: Page) -> list[str]:
    """What is wrong with what is on the screen, in all four guises."""
    page.evaluate(AXE)
    # A colour on its way from dark to light is neither.
    page.emulate_media(reduced_motion="reduce")
    wrong = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme="light")
        guise = f"{size['width']} px"
        wrong += [f"{guise}, light: {each}" for each in page.evaluate(RUN, EVERYTHING)]
        wrong += [f"{guise}: sideways: {each}" for each in page.evaluate(SIDEWAYS)]
        page.emulate_media(color_scheme="dark")
        wrong += [f"{guise}, dark: {each}" for each in page.evaluate(RUN, COLOURS)]
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    return wrong


def look_at(page: Page, url: str, status: int = 200) -> list[str]:
    """What is wrong with the page at `url`."""
    return open_page(page, url, status) or look(page)


def dialogs(page: Page, seen: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Open each dialog of the page that is not among the `seen`: its address, and what is wrong with it."""
    for url, target in page.evaluate(OPENERS):
        # The same form of another record is the same dialog.
        shape = re.sub(r"\d+", "0", url.split("?")[0])
        if shape in seen:
            continue
        seen.add(shape)
        page.evaluate(FILL, [url, target])
        page.locator("dialog[open]").wait_for()
        yield url, look(page)
        page.evaluate(CLOSE)
