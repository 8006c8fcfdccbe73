"""The customers page: finding, filtering, keeping a view, changing many, taking them along."""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from doorstep.clients.models import ClientTag
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.models import Role
from tests.journeys.stage import work_off

SUMMARY = ".list-foot .num"


def names(page: Page) -> list[str]:
    return page.locator("tr[data-row] .row-link").all_inner_texts()


def search(page: Page, typed: str) -> None:
    with page.expect_response(re.compile(r"/customers\?")):
        page.get_by_label("Search customers").fill(typed)


def test_anyone_is_found_while_typing(company, office: Page):
    make_customer(
        company.owner,
        first_name="Zelda",
        last_name="Quimby",
        phones=("(303) 555-8642",),
        email="zq@quimby.example",
        line1="77 Wistful Lane",
    )
    office.goto("/customers")
    for typed in ("quimb", "5558642", "303-555-86", "zq@quim", "77 wist"):
        search(office, typed)
        expect(office.locator("tr[data-row]")).to_have_count(1)
        assert names(office) == ["Zelda Quimby"]
    assert "q=77" in office.url
    search(office, "nobody is called that")
    expect(office.locator("tr[data-row]")).to_have_count(0)


def test_filters_become_chips_and_go_away_one_by_one(company, office: Page):
    office.goto("/customers")
    office.get_by_role("link", name="Filter").click()
    sheet = office.get_by_role("dialog")
    sheet.locator("[name=tag]").and_(sheet.get_by_role("checkbox", name="Repeat")).check()
    visits = sheet.get_by_role("group", name="Last visit")
    visits.get_by_role("button").first.click()
    sheet.get_by_role("button", name="Show customers").click()
    chips = office.locator(".chips .chip")
    expect(chips).to_have_count(2)
    both = len(names(office))
    chips.filter(has_text="Last visit").click()
    expect(chips).to_have_count(1)
    expect(chips).to_contain_text("Repeat")
    tagged = names(office)
    assert len(tagged) >= both > 0
    assert len(tagged) == ClientTag.objects.filter(tag__name="Repeat").count()
    office.go_back()
    expect(chips).to_have_count(2)


def test_a_click_on_a_heading_sorts_and_back_keeps_the_place(company, office: Page):
    office.goto("/customers")
    office.get_by_role("columnheader", name="Lifetime").get_by_role("link").click()
    expect(office.get_by_role("columnheader", name="Lifetime")).to_have_attribute("aria-sort", "descending")
    shown = office.locator("td[data-label=Lifetime]").all_inner_texts()
    amounts = [float(text.replace("$", "").replace(",", "")) for text in shown]
    assert amounts == sorted(amounts, reverse=True)

    office.get_by_role("link", name="Next").click()
    office.wait_for_url(re.compile("after="))
    opened = office.locator("tr[data-row] .row-link").nth(20)
    name = opened.inner_text()
    opened.click()
    expect(office.get_by_role("heading", level=1)).to_have_text(name)
    expect(office.locator("[data-position]")).to_have_text("21 / 50")
    office.locator("[data-next]").click()
    expect(office.locator("[data-position]")).to_have_text("22 / 50")
    office.locator("[data-back]").click()
    office.wait_for_url(re.compile("after="))
    expect(office.locator("tr[data-row] .row-link", has_text=name)).to_be_in_viewport()


def test_a_view_is_saved_opened_again_and_shared(company, office: Page, member_page):
    office.goto("/customers?tab=prospect&sort=-created")
    office.locator("summary", has_text="Views").click()
    form = office.locator("form.view-form").last
    form.get_by_placeholder("Name").fill("Fresh prospects")
    form.get_by_label("Share with everyone").check()
    form.get_by_role("button", name="Save view").click()
    expect(office.locator("summary", has_text="Fresh prospects")).to_be_visible()

    office.goto("/customers")
    office.locator("summary", has_text="Views").click()
    office.get_by_role("link", name="Fresh prospects").click()
    expect(office.locator(".tab[aria-current]")).to_contain_text("Prospect")
    expect(office.get_by_role("columnheader", name="Name")).to_be_visible()

    other = member_page(Role.CSR)
    other.goto("/customers")
    other.locator("summary", has_text="Views").click()
    other.get_by_role("link", name="Fresh prospects").click()
    expect(other.locator(".tab[aria-current]")).to_contain_text("Prospect")


def test_each_member_chooses_the_columns(company, office: Page, member_page):
    office.goto("/customers")
    office.get_by_role("link", name="Columns").click()
    sheet = office.get_by_role("dialog")
    sheet.get_by_role("checkbox", name="City").check()
    sheet.get_by_role("checkbox", name="Tags").uncheck()
    sheet.get_by_role("button", name="Show these").click()
    heads = office.locator("table.list thead")
    expect(heads).to_contain_text("City")
    expect(heads).not_to_contain_text("Tags")
    other = member_page(Role.MANAGER)
    other.goto("/customers")
    expect(other.locator("table.list thead")).not_to_contain_text("City")


def tagged(tag: str) -> int:
    return ClientTag.objects.filter(tag__name=tag).count()


def tag_selection(page: Page, tag: str) -> None:
    page.locator("[data-bulk-bar]").get_by_role("button", name="Tag", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Tag").select_option(label=tag)
    dialog.get_by_role("button", name="Tag").click()


def test_a_range_is_tagged_and_the_toast_takes_it_back(company, office: Page):
    before = tagged("Gold")
    office.goto("/customers")
    boxes = office.locator("[data-select]")
    boxes.nth(2).click()
    boxes.nth(7).click(modifiers=["Shift"])
    expect(office.locator("[data-selected-count]")).to_have_text("6")
    tag_selection(office, "Gold")
    toast = office.locator("[data-toast]")
    expect(toast).to_contain_text("6 customers")
    assert tagged("Gold") == before + 6
    toast.get_by_role("button", name="Undo").click()
    expect(office.locator("tr[data-row]", has_text="Gold")).to_have_count(0)
    assert tagged("Gold") == before


def test_all_that_match_are_tagged_and_the_run_takes_it_back(company, office: Page):
    before = tagged("Gold")
    office.goto("/customers")
    office.locator("[data-select-page]").check()
    expect(office.locator("[data-selected-count]")).to_have_text("50")
    everyone = int(office.locator("[data-select-all]").get_attribute("data-total"))
    office.locator("[data-select-all]").click()
    expect(office.locator("[data-selected-count]")).to_have_text(str(everyone))
    tag_selection(office, "Gold")
    expect(office.locator("[data-toast]").or_(office.locator("#run"))).to_be_visible()
    work_off()
    assert tagged("Gold") == everyone
    office.goto("/runs/")
    office.locator("tr[data-row] .row-link").first.click()
    expect(office.locator("#run")).to_contain_text(str(everyone - before))
    office.get_by_role("button", name="Undo").click()
    office.get_by_role("dialog").get_by_role("button", name="Undo").click()
    office.wait_for_load_state("networkidle")
    work_off()
    assert tagged("Gold") == before


def test_the_file_holds_what_the_list_shows(company, office: Page, tmp_path: Path):
    office.goto("/customers?tab=prospect")
    shown = int(office.locator(".tab[aria-current] .tab-count").inner_text().replace(",", ""))
    office.locator(".page-head summary", has_text="Export").click()
    with office.expect_download() as started:
        office.get_by_role("link", name="CSV").click()
    started.value.save_as(tmp_path / "list.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "list.csv").read_text("utf-8-sig"))))
    assert len(rows) == shown
    office.goto("/customers?tab=prospect&size=50")
    assert {row["Name"] for row in rows} >= set(names(office))


def test_the_keyboard_walks_the_list(company, office: Page):
    office.goto("/customers")
    second = names(office)[1]
    office.keyboard.press("j")
    office.keyboard.press("j")
    office.keyboard.press("j")
    office.keyboard.press("k")
    office.keyboard.press("x")
    expect(office.locator("[data-select]").nth(1)).to_be_checked()
    expect(office.locator("[data-selected-count]")).to_have_text("1")
    office.keyboard.press("Enter")
    expect(office.get_by_role("heading", level=1)).to_have_text(second)
