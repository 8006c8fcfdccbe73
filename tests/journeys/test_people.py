"""Who comes in, and what each is shown."""

import re

from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from doorstep.clients.models import Client
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.models import Membership, Role
from tests.journeys.conftest import PASSWORD
from tests.journeys.stage import work_off


def enter_password(page: Page, email: str) -> None:
    page.goto("/account/login/")
    page.locator("[type=email]").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").first.click()


def code(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_two_steps_are_switched_on_and_asked_for(company, page: Page, new_context):
    enter_password(page, "owner@example.com")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bright Side Home Services")
    page.goto("/account/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    secret = page.locator("#authenticator_secret, [name=secret]").first.input_value()
    page.locator("#id_code").fill(code(secret))
    page.locator("main").get_by_role("button").last.click()
    page.wait_for_url(lambda url: "totp/activate" not in url)

    other = new_context().new_page()
    enter_password(other, "owner@example.com")
    other.wait_for_url(re.compile("2fa/authenticate"))
    other.locator("#id_code").first.fill("000000")
    other.get_by_role("button", name=re.compile("Sign in|Confirm|Continue")).first.click()
    expect(other.locator(".is-invalid, .error-summary").first).to_be_visible()
    cache.clear()  # a code is taken once; the next one comes half a minute later
    other.locator("#id_code").first.fill(code(secret))
    other.get_by_role("button", name=re.compile("Sign in|Confirm|Continue")).first.click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Bright Side Home Services")


def test_an_invitation_is_accepted_by_somebody_new(company, office: Page, new_context):
    office.goto("/settings/members/")
    office.get_by_role("link", name="Invite").first.click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill("nia@example.com")
    dialog.get_by_label("Role").select_option(label="CSR")
    dialog.get_by_role("button", name="Invite").click()
    expect(office.get_by_text("nia@example.com").first).to_be_visible()
    work_off()
    link = re.search(r"https?://\S+/invitations/\S+", mail.outbox[-1].body)
    assert link
    page = new_context().new_page()
    page.goto(re.sub(r"https?://[^/]+", "", link[0]))
    page.get_by_label("Your name").fill("Nia Novak")
    page.get_by_label("Password").fill("a long sentence to keep")
    page.locator("form").get_by_role("button").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bright Side Home Services")
    assert Membership.objects.get(user__email="nia@example.com").role == Role.CSR
    page.goto("/customers")
    expect(page.get_by_role("link", name="Add customer")).to_be_visible()


def test_a_technician_sees_neither_money_nor_the_customers_of_others(company, member_page):
    mine = Membership.objects.filter(workspace=company.workspace, role=Role.TECHNICIAN)[0]
    own = make_customer(company.owner, first_name="Zelda", last_name="Quimby", assigned_to_id=mine.pk)
    foreign = make_customer(company.owner, first_name="Other", last_name="Quimby")
    page = member_page(Role.TECHNICIAN)
    page.goto("/customers?q=quimby")
    expect(page.locator("tr[data-row] .row-link")).to_have_text(["Zelda Quimby"])
    head = page.locator("table.list thead")
    for column in ("Lifetime", "12 months", "Balance"):
        expect(head).not_to_contain_text(column)
    expect(page.get_by_role("link", name="Add customer")).to_have_count(0)
    assert page.goto(f"/customers/{foreign.pk}").status == 404
    assert page.goto(f"/customers/{own.pk}").status == 200
    expect(page.get_by_text("Lifetime revenue")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("$")
    assert Client.objects.filter(workspace=company.workspace).count() > 1
