"""Writing a customer down: by keyboard alone, beside somebody else, and after the session is gone."""

import re

from playwright.sync_api import Page, expect

from doorstep.clients.models import Client, ClientPhone
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.models import Role


def write(page: Page, where: str, typed: str) -> None:
    """Reach the field by Tab alone, and type."""
    field = page.locator(where).first
    for _ in range(40):
        if field.evaluate("(each) => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"Tab does not reach {where}")
    page.keyboard.type(typed)


def test_a_customer_is_written_down_by_keyboard_alone(company, office: Page):
    make_customer(company.owner, first_name="Zelda", last_name="Quimby", phones=("(303) 555-8642",))
    office.goto("/customers")
    office.keyboard.press("c")
    expect(office.get_by_role("heading", name="New customer")).to_be_visible()
    write(office, "#id_first_name", "Zed")
    write(office, "#id_last_name", "Quimby")
    write(office, "[type=tel]", "303 555 8642")
    same = office.locator("#duplicates")
    expect(same).to_contain_text("Do you know them already?")
    expect(same.get_by_role("link", name="Zelda Quimby")).to_be_visible()
    write(office, "#id_line1", "4 Another Street")
    write(office, "#id_postcode", "80301")
    office.keyboard.press("Tab")
    expect(office.locator("#id_town")).to_have_value("Boulder")
    expect(office.locator("#id_county")).to_have_value("CO")
    office.keyboard.press("Control+Enter")
    # The same number is asked about once, and saved when it is meant.
    expect(office.get_by_role("alert")).to_contain_text("not saved yet")
    office.keyboard.press("Control+Enter")
    expect(office.get_by_role("heading", level=1)).to_have_text("Zed Quimby")
    saved = Client.objects.get(first_name="Zed", last_name="Quimby")
    assert ClientPhone.objects.get(client=saved).e164 == "+13035558642"


def test_of_two_who_change_one_field_the_second_sees_both_values(company, office: Page, member_page):
    customer = make_customer(company.owner, first_name="Zelda", last_name="Quimby", email="old@example.com")
    edit = f"/customers/{customer.pk}/edit"
    other = member_page(Role.MANAGER)
    office.goto(edit)
    other.goto(edit)
    other.locator("#id_email").fill("theirs@example.com")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Zelda Quimby")

    office.locator("#id_email").fill("mine@example.com")
    office.locator("#id_internal_notes").fill("Prefers mornings")
    office.get_by_role("button", name="Save", exact=True).click()
    clash = office.locator(".clashes")
    expect(clash).to_contain_text("mine@example.com")
    expect(clash).to_contain_text("theirs@example.com")
    expect(office.locator("#id_internal_notes")).to_have_value("Prefers mornings")
    saved = Client.objects.get(pk=customer.pk)
    assert (saved.email, saved.internal_notes) == ("theirs@example.com", "")

    clash.get_by_text("Yours:").click()
    office.locator(".form-actions").get_by_role("button", name="Save").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Zelda Quimby")
    saved.refresh_from_db()
    assert (saved.email, saved.internal_notes) == ("mine@example.com", "Prefers mornings")


def test_what_was_typed_outlives_the_session(company, office: Page):
    office.goto("/customers/new")
    office.locator("#id_first_name").fill("Zelda")
    office.locator("#id_last_name").fill("Quimby")
    office.locator("[type=tel]").first.fill("303 555 8642")
    office.locator("#id_line1").fill("4 Another Street")
    office.locator("#id_postcode").fill("80301")
    office.wait_for_timeout(400)  # typing pauses, the draft is kept
    office.context.clear_cookies(name="sessionid")
    office.get_by_role("button", name="Save", exact=True).click()
    office.wait_for_url(re.compile("/login/"))
    office.locator("[type=email]").fill("owner@example.com")
    office.get_by_label("Password").fill("correct horse battery")
    office.get_by_role("button", name="Sign in").first.click()
    expect(office.get_by_role("heading", name="New customer")).to_be_visible()
    expect(office.locator("#id_last_name")).to_have_value("Quimby")
    expect(office.locator("[type=tel]").first).to_have_value("303 555 8642")
    expect(office.locator(".draft-note")).to_be_visible()
    office.get_by_role("button", name="Save", exact=True).click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Zelda Quimby")
    office.goto("/customers/new")
    expect(office.locator(".draft-note")).to_have_count(0)


def test_an_error_stands_beside_the_field_and_keeps_the_rest(company, office: Page):
    office.goto("/customers/new")
    office.locator("#id_first_name").fill("Zelda")
    office.locator("#id_line1").fill("4 Another Street")
    office.get_by_role("button", name="Save", exact=True).click()
    last = office.locator("#id_last_name")
    expect(last).to_have_attribute("aria-invalid", "true")
    expect(office.locator(".error-summary")).to_be_visible()
    expect(office.locator("#id_line1")).to_have_value("4 Another Street")
