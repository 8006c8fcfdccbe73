"""Dialogs: where the keyboard stands when one opens, and when something in it was wrong."""

from playwright.sync_api import Page, expect


def test_a_dialog_begins_at_its_first_field_and_returns_to_what_is_wrong(company, office: Page):
    office.goto("/settings/custom-fields/")
    office.get_by_role("link", name="New field").click()
    dialog = office.get_by_role("dialog")
    label = dialog.get_by_label("Label")
    expect(label).to_be_focused()
    office.keyboard.type("Alarm code")
    dialog.get_by_label("Kind").select_option("choice")
    office.keyboard.press("Control+Enter")
    expect(dialog.get_by_label("Choices")).to_be_focused()
    expect(label).to_have_value("Alarm code")


def test_filters_open_without_a_field_that_brings_up_a_keyboard(company, office: Page):
    office.goto("/customers")
    office.get_by_role("link", name="Filter").click()
    expect(office.get_by_role("dialog")).to_be_visible()
    assert office.evaluate("document.activeElement.matches('input, select, textarea')") is False
