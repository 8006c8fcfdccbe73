"""The first minutes: an empty server becomes somebody's workspace."""

from playwright.sync_api import Page, expect


def test_the_first_visit_makes_the_owner_and_the_workspace(nothing, page: Page):
    page.goto("/")
    expect(page).to_have_url("/setup/")
    page.get_by_label("Company name").fill("Harbor Plumbing")
    page.get_by_label("Your name").fill("Ana Ortiz")
    page.get_by_label("E-mail").fill("ana@example.com")
    page.get_by_label("Password").fill("a long sentence to keep")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="Harbor Plumbing")).to_be_visible()
    expect(page.get_by_text("Bring your customers in")).to_be_visible()

    assert page.goto("/setup/").status == 404
    page.goto("/customers")
    expect(page.get_by_text("No customers yet")).to_be_visible()
    page.get_by_role("link", name="Add customer").last.click()
    expect(page.get_by_role("heading", name="New customer")).to_be_visible()


def test_what_is_wrong_is_said_beside_the_field(nothing, page: Page):
    page.goto("/setup/")
    page.get_by_label("Your name").fill("Ana Ortiz")
    page.get_by_role("button", name="Start").click()
    company = page.get_by_label("Company name")
    expect(company).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Your name")).to_have_value("Ana Ortiz")
