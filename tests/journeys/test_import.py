"""A company arrives with a spreadsheet: look, mend, try it dry, import, look, take it all back."""

import re

from playwright.sync_api import Page, expect

from doorstep.clients.models import Client
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer
from tests.journeys.stage import work_off

# As such files come: a BOM, words above the header, semicolons, odd headings, a row that is nobody.
MESSY = (
    "\ufeffCustomer report;;;;\r\n"
    "Who (first);Who (last);Ring them on;E-Mail Address;Their Zip\r\n"
    "Zelda;Quimby;(303) 555-8642;zelda@example.com;80301\r\n"
    "Zed;Quimby;(303) 555-8643;zed@example.com;80301\r\n"
    "Known;Already;(303) 555-8644;known@example.com;80301\r\n"
    ";;;;\r\n"
    ";;(303) 555-8645;;\r\n"
)


def upload(page: Page, name: str, content: bytes) -> None:
    page.goto("/settings/import/")
    page.locator("[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Upload").click()


def map_column(page: Page, header: str, field: str) -> None:
    page.get_by_label(header, exact=True).select_option(field)


def count(page: Page, label: str) -> int:
    figure = page.locator(".figure", has_text=re.compile(label, re.IGNORECASE)).first
    return int(figure.locator(".figure-value").inner_text())


def test_a_messy_file_is_mapped_tried_imported_and_taken_back(company, office: Page):
    make_customer(company.owner, first_name="Known", last_name="Already", phones=("(303) 555-8644",))
    before = Customer.objects.count()
    upload(office, "report.csv", MESSY.encode())
    expect(office.get_by_role("heading", level=1)).to_have_text("report.csv")

    # What was guessed stands there with samples; the rest is said by hand.
    expect(office.get_by_label("E-Mail Address", exact=True)).to_have_value("email")
    expect(office.locator(".import-samples").first).to_contain_text("Zelda")
    map_column(office, "Who (first)", "first_name")
    map_column(office, "Who (last)", "last_name")
    map_column(office, "Ring them on", "phone")
    map_column(office, "Their Zip", "postcode")
    office.get_by_role("button", name="Try it dry").click()
    work_off()
    office.reload()
    assert (count(office, "Created"), count(office, "Duplicate"), count(office, "Refused")) == (2, 1, 1)
    assert Customer.objects.count() == before

    office.get_by_role("link", name="Change the mapping or import").click()
    office.get_by_role("button", name="Import", exact=True).click()
    work_off()
    office.reload()
    assert count(office, "Created") == 2
    assert Customer.objects.count() == before + 2
    office.get_by_role("link", name=re.compile("Show these")).click()
    rows = office.locator("tr[data-row] .row-link")
    expect(rows).to_have_count(2)
    assert set(rows.all_inner_texts()) == {"Zelda Quimby", "Zed Quimby"}

    office.go_back()
    office.get_by_role("button", name="Undo").click()
    office.get_by_role("dialog").get_by_role("button", name="Undo").click()
    office.wait_for_load_state("networkidle")
    work_off()
    assert Customer.objects.count() == before
    assert not Client.objects.filter(last_name="Quimby").exists()


def test_a_file_that_is_no_table_is_refused_in_words(company, office: Page):
    upload(office, "list.csv", b"%PDF-1.7\n\x00\x01\x02" * 50)
    expect(office.locator(".error-summary")).to_contain_text("PDF")
