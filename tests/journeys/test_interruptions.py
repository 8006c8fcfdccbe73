"""What comes in between: what opens over a page, and what stands in place of one that cannot be shown."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from doorstep.identity.models import Role
from doorstep.shell.web import palette
from tests.journeys.eyes import look, look_at, open_page


@pytest.mark.parametrize("key", ["?", "Control+k"], ids=["help", "palette"])
def test_what_the_keyboard_opens_keeps_nobody_out(key: str, company, office: Page):
    open_page(office, "/customers")
    office.keyboard.press(key)
    office.locator("dialog[open]").wait_for()
    office.wait_for_function("() => !document.querySelector('.htmx-request')")
    assert look(office) == []


@pytest.mark.parametrize("word", ["", "DELETE"], ids=["yes or no", "a word to type"])
def test_the_question_before_what_cannot_be_undone_keeps_nobody_out(word: str, company, office: Page):
    open_page(office, "/settings/tags/")
    asker = office.locator("form[data-confirm]").first
    asker.evaluate("(form, word) => { form.dataset.confirmWord = word; }", word)
    asker.get_by_role("button").click()
    office.locator("dialog#confirm[open]").wait_for()
    assert look(office) == []


def test_an_address_that_is_not_there_keeps_nobody_out(company, office: Page, page: Page, new_context):
    assert look_at(office, "/nowhere", 404) == []
    assert look_at(new_context().new_page(), "/nowhere", 404) == []


def test_a_refusal_keeps_nobody_out(company, member_page):
    assert look_at(member_page(Role.TECHNICIAN), "/settings/members/", 403) == []


def test_a_broken_page_keeps_nobody_out(company, office: Page, monkeypatch):
    def breaks(actor: object, typed: str) -> None:
        raise RuntimeError("as tests want it")

    monkeypatch.setattr(palette, "_groups", breaks)
    assert look_at(office, "/palette", 500) == []


def test_a_stale_form_keeps_nobody_out(company, office: Page):
    open_page(office, "/customers")
    office.evaluate("""() => { const form = document.createElement("form"); form.method = "post";
        form.action = "/settings/tags/"; document.body.append(form); form.submit(); }""")
    office.get_by_role("heading", level=1).wait_for()
    assert look(office) == []


def test_too_many_attempts_keep_nobody_out(company, page: Page, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    cache.clear()
    for _attempt in range(2):
        open_page(page, "/account/login/")
        page.locator("[type=email]").fill("owner@example.com")
        page.get_by_label("Password").fill("wrong")
        with page.expect_navigation() as gone:
            page.get_by_role("button", name="Sign in").first.click()
    assert gone.value.status == 429
    assert look(page) == []
