"""What a page weighs on its way: the budgets of a first visit, of the list, and of what comes after."""

from collections.abc import Iterator

import brotli
import pytest
from playwright.sync_api import APIResponse, Page, Response

KB = 1024
FIRST_VISIT = 220 * KB  # style sheets and scripts of a page, compressed
LIST = 60 * KB  # HTML of fifty rows, as it is
LATER = 30 * KB  # a later page or a fragment, as it is sent
FULL_PAGES = ["/", "/customers", "/customers/new", "/settings/", "/runs/", "/accounts", "/properties"]
FILTERED = "/customers?status=active&created_from=-20y&sort=-recent"
FRAGMENTS = [
    "/customers?q=a",
    "/customers/filter",
    "/customers/columns",
    "/views?page=customers",
    "/palette?q=smith",
]


@pytest.fixture
def answers(office: Page) -> Iterator[list[Response]]:
    seen: list[Response] = []
    office.on("response", lambda answer: seen.append(answer))  # noqa: PLW0108  # Playwright marks what it calls
    return seen


def compressed(body: bytes) -> int:
    """As WhiteNoise sends static files: brotli, made once at the start."""
    return len(brotli.compress(body, quality=11))


def sent(answer: APIResponse) -> int:
    """As it came: what is worth it compressed, with no proxy in between."""
    return int(answer.headers["content-length"])


def test_style_sheets_and_scripts_fit_the_budget(office: Page, answers: list[Response]):
    weights = {}
    known: dict[str, int] = {}
    for url in FULL_PAGES:
        answers.clear()
        office.goto(url, wait_until="networkidle")
        files = [each for each in answers if each.url.split("?")[0].endswith((".css", ".js"))]
        assert files or known, "no style sheets?"
        names = office.evaluate(
            "() => [...document.querySelectorAll('link[rel=stylesheet], script[src]')]"
            ".map((each) => each.href || each.src)"
        )
        known |= {each.url: compressed(each.body()) for each in files if each.status == 200}
        weights[url] = sum(known[name] for name in names)
    print(weights)
    assert max(weights.values()) <= FIRST_VISIT, weights


def test_the_list_of_fifty_fits_the_budget(office: Page):
    answer = office.goto("/customers?size=50")
    assert office.locator("tr[data-row]").count() == 50
    assert len(answer.body()) <= LIST, len(answer.body())


def test_later_pages_and_fragments_fit_the_budget(company, office: Page):
    customer = company.ids["customer_id"]
    tabs = ("jobs/", "invoices/", "payments/", "properties/panel", "contacts/panel")
    parts = [*FRAGMENTS, *(f"/customers/{customer}/{tab}" for tab in tabs)]
    pages = [*FULL_PAGES, FILTERED, f"/customers/{customer}"]
    weights = {url: sent(office.request.get(url)) for url in pages}
    for url in parts:
        answer = office.request.get(url, headers={"HX-Request": "true"})
        assert answer.ok, url
        weights[url] = sent(answer)
    assert not {url: weight for url, weight in weights.items() if weight > LATER}
