"""Every page and what opens over it, on a desk and on a phone, light and dark: nobody is kept out."""

import pytest
from playwright.sync_api import Page

from tests.journeys.eyes import dialogs, look_at
from tests.journeys.pages import SIGNED_IN, SIGNED_OUT, address, names

PARTS = 4  # of the work: one test for all would say nothing for a minute


def is_page(page: Page, url: str) -> bool:
    """Whether GET answers with a whole page: not refused, no part of another page, no file."""
    answer = page.request.get(url)
    return answer.status != 405 and "<html" in answer.text()[:500]


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """The dialogs that one of the tests has opened: many pages open the same ones."""
    return set()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_and_no_dialog_keeps_anybody_out(part: int, company, office: Page, seen: set[str]):
    wrong = {}
    for name in names()[part::PARTS]:
        url = address(name, company)
        if is_page(office, url):
            wrong[name] = look_at(office, url)
            wrong |= {f"{name}, {opened}": found for opened, found in dialogs(office, seen)}
    assert not {where: found for where, found in wrong.items() if found}
    assert seen


def test_the_pages_of_signing_in_and_of_the_account_keep_nobody_out(company, office: Page, new_context):
    wrong = {url: look_at(office, f"/{url}") for url in SIGNED_IN}
    outside = new_context().new_page()
    wrong |= {url: look_at(outside, f"/{url}") for url in SIGNED_OUT}
    assert not {url: found for url, found in wrong.items() if found}
