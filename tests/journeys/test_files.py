"""A customer's files: dropped, refused in words, looked at, deleted, brought back; on a phone, too."""

from base64 import b64encode

import pytest
from playwright.sync_api import Page, expect

from doorstep.files.models import StoredFile
from doorstep.files.previews import make_preview
from doorstep.files.tests.builders import make_file
from doorstep.files.tests.samples import PDF, SVG, picture
from tests.journeys.eyes import look_at
from tests.journeys.stage import sign_in

DROP = """([zone, files]) => {
  const carried = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  for (const name of ["dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: carried }));
  }
}"""


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def customer_id(company) -> int:
    return company.ids["customer_id"]


def drop(page: Page, **files: bytes) -> None:
    zone = page.locator("[data-drop]").element_handle()
    page.evaluate(DROP, [zone, [[name, b64encode(content).decode()] for name, content in files.items()]])


def draw_all() -> None:
    """As the worker does."""
    for row in StoredFile.objects.filter(preview="pending"):
        make_preview(row)


def test_many_files_are_dropped_and_each_says_what_became_of_it(office: Page, customer_id):
    office.goto(f"/customers/{customer_id}/files")
    drop(office, **{"roof.jpg": picture(size=(900, 600)), "logo.svg": SVG, "quote.pdf": PDF})
    expect(office.locator("[data-progress] .is-refused")).to_contain_text("SVG pictures can hold scripts")
    expect(office.locator("[data-progress] .is-done")).to_have_count(2)
    expect(office.locator("#files-grid .file-tile")).to_have_count(3)  # and the one that was there
    draw_all()
    # The grid looks by itself until the previews are there.
    expect(office.locator("#files-grid img")).to_have_count(2)
    office.get_by_role("link", name="roof.jpg").click()
    large = office.locator("#modal .lightbox-picture img")
    expect(large).to_be_visible()
    assert large.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 900
    office.keyboard.press("ArrowLeft")
    expect(office.locator("#modal h2")).to_have_text("quote.pdf")
    office.keyboard.press("Escape")
    expect(office.locator("#modal")).to_be_hidden()


def test_a_deleted_file_is_brought_back(company, office: Page, customer_id):
    make_file(company.owner, customer_id, name="Before.jpg")
    draw_all()
    office.goto(f"/customers/{customer_id}/files")
    office.get_by_label("Actions for Before.jpg").click()
    office.locator("li", has_text="Before.jpg").get_by_role("button", name="Delete").click()
    expect(office.get_by_role("link", name="Before.jpg")).to_have_count(0)
    office.get_by_role("button", name="Undo").click()
    expect(office.get_by_role("link", name="Before.jpg")).to_have_count(1)


def test_a_file_is_chosen_and_renamed_by_keyboard(office: Page, customer_id):
    office.goto(f"/customers/{customer_id}/files")
    office.locator("#files-choose").set_input_files(
        [{"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture()}]
    )
    expect(office.get_by_role("link", name="IMG_1.jpg")).to_be_visible()
    draw_all()
    tile = office.locator(".file-tile", has_text="IMG_1.jpg")
    expect(tile.locator("img")).to_be_visible()
    tile.get_by_label("Actions for IMG_1.jpg").press("Enter")
    tile.get_by_role("link", name="Rename, describe, move").press("Enter")
    office.locator("#modal").get_by_label("Name").fill("North side")
    office.locator("#modal").get_by_role("button", name="Save").press("Enter")
    expect(office.get_by_role("link", name="North side.jpg")).to_be_visible()


def test_nobody_is_kept_out_of_the_panel_and_the_lightbox(company, office: Page, customer_id):
    row = make_file(company.owner, customer_id, picture(size=(900, 600)), name="A long name of a file.jpg")
    draw_all()
    assert look_at(office, f"/customers/{customer_id}/files/") == []
    assert look_at(office, f"/files/{row.pk}/") == []


def test_on_a_phone_a_photo_is_taken(company, new_context, base_url, customer_id):
    context = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    sign_in(context, company.owner, base_url)
    page = context.new_page()
    page.goto(f"/customers/{customer_id}/files")
    expect(page.get_by_text("Take a photo")).to_be_visible()
    assert page.locator("#files-camera").get_attribute("capture") == "environment"
    page.locator("#files-camera").set_input_files(
        [{"name": "image.jpg", "mimeType": "image/jpeg", "buffer": picture()}]
    )
    expect(page.get_by_role("link", name="image.jpg")).to_be_visible()
    draw_all()
    expect(page.locator("#files-grid img")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_javascript_a_form_takes_many(company, new_context, base_url, customer_id):
    context = new_context(java_script_enabled=False)
    sign_in(context, company.owner, base_url)
    page = context.new_page()
    page.goto(f"/customers/{customer_id}/files/")
    page.locator("#files-choose").set_input_files(
        [
            {"name": "one.jpg", "mimeType": "image/jpeg", "buffer": picture()},
            {"name": "two.pdf", "mimeType": "application/pdf", "buffer": PDF},
        ]
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("link", name="one.jpg")).to_be_visible()
    page.get_by_role("link", name="two.pdf").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("two.pdf")
