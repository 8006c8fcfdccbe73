"""The page of one customer: what it shows to whom, its quick actions, its history."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from doorstep.activity.actions import record_event
from doorstep.activity.models import Entry
from doorstep.billing.events import PaymentRecorded
from doorstep.clients.models import Client
from doorstep.customers.actions import columns
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer, make_tag
from doorstep.identity.models import Role
from doorstep.identity.tests.builders import actor_of, make_member, make_team
from doorstep.vocabulary.models import CustomField

HTMX = {"HTTP_HX_REQUEST": "true"}


def _page(browser, customer, tab="", **extra):
    answer = browser.get(f"/customers/{customer.pk}{tab}", **extra)
    assert answer.status_code == 200
    return answer.content.decode()


def _undo_address(answer):
    import json

    return json.loads(answer["HX-Trigger"])["toast"]["undo"]


def test_the_page_shows_the_customer_with_ways_to_reach_it(client_for, csr, workspace):
    CustomField.objects.create(workspace=workspace, on="customer", key="gate", label="Gate code", kind="text")
    customer = make_customer(
        csr, first_name="Ana", last_name="Ruiz", phones=("(303) 555-0142 x7",), email="ana@example.com",
        tags=("VIP",), custom={"gate": "4411"}, internal_notes="Side door", external_id="X-9",
    )  # fmt: skip
    text = _page(client_for(csr), customer)
    for words in (
        "Ana Ruiz",
        "tel:+13035550142;ext=7",
        "mailto:ana@example.com",
        "VIP",
        "12 Elm Street",
        "4411",
    ):
        assert words in text
    for words in ("Side door", "X-9", "Prospect", "Customer added", "Your role sees all customers"):
        assert words in text


@pytest.mark.parametrize("tab", ["", "/jobs", "/invoices", "/properties", "/contacts", "/activity"])
def test_every_tab_has_its_own_address_and_comes_alone_for_htmx(client_for, owner, tab):
    customer = make_customer(owner)
    browser = client_for(owner)
    assert "<html" in _page(browser, customer, tab)
    part = _page(browser, customer, tab, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="record-main")
    assert "<html" not in part
    assert 'aria-current="page"' in part


def test_money_is_shown_only_to_those_who_may_see_it(client_for, csr, dispatcher):
    customer = make_customer(csr)
    paid = PaymentRecorded(amount_cents=70_000, received_on="2026-01-05", method="card", invoices=[])
    record_event(paid, actor=csr, client_id=customer.pk)
    assert "$700.00" in _page(client_for(csr), customer)
    without = _page(client_for(dispatcher), customer)
    assert "$700" not in without
    assert "Lifetime revenue" not in without
    assert "Invoices" not in without
    assert client_for(dispatcher).get(f"/customers/{customer.pk}/invoices").status_code == 404


def test_the_page_says_why_it_can_be_seen(client_for, owner, workspace):
    team = make_team(workspace)
    technician = actor_of(make_member(workspace, Role.TECHNICIAN, team=team))
    mate = make_member(workspace, Role.TECHNICIAN, team=team, name="Luis Ortega")
    mine = make_customer(owner, assigned_to_id=technician.membership_id)
    theirs = make_customer(owner, assigned_to_id=mate.pk)
    nobodys = make_customer(owner, assigned_to_id=None)
    browser = client_for(technician)
    assert "It is assigned to you" in _page(browser, mine)
    assert "It is assigned to Luis Ortega, who is in your team." in _page(browser, theirs)
    assert browser.get(f"/customers/{nobodys.pk}").status_code == 404


def test_a_role_that_may_only_look_finds_no_buttons(client_for, owner, accountant):
    customer = make_customer(owner, tags=("VIP",))
    text = _page(client_for(accountant), customer)
    for words in ("tag-remove", "/edit", "Make dormant", "Add a tag"):
        assert words not in text


@pytest.mark.parametrize(
    ("verb", "posted", "kind"),
    [
        ("archive", {}, "customer.archived"),
        ("dormant", {"reason": "Moved away"}, "customer.made_dormant"),
        ("follow-up", {"reason": "Gutters", "on": "2026-12-01"}, "customer.follow_up_flagged"),
    ],
)
def test_each_press_can_be_undone(client_for, csr, verb, posted, kind):
    customer = make_customer(csr)
    browser = client_for(csr)
    before = (Customer.objects.values().get(), Client.objects.values("archived_at").get())
    answer = browser.post(f"/customers/{customer.pk}/{verb}", posted, **HTMX)
    assert Entry.objects.filter(kind=kind).count() == 1
    undone = browser.post(_undo_address(answer), **HTMX)
    assert "Undone" in undone["HX-Trigger"]
    assert (Customer.objects.values().get(), Client.objects.values("archived_at").get()) == before


def test_presses_work_without_javascript_too(client_for, csr):
    customer = make_customer(csr)
    browser = client_for(csr)
    address = f"/customers/{customer.pk}"
    assert "<html" in browser.get(f"{address}/follow-up").content.decode()
    for verb, posted in (
        ("follow-up", {"reason": "Gutters"}), ("follow-up-done", {}), ("dormant", {}), ("reactivate", {}),
        ("archive", {}), ("restore", {}), ("tags", {"add": make_tag(csr.workspace).pk}),
    ):  # fmt: skip
        answer = browser.post(f"{address}/{verb}", posted)
        assert (answer.status_code, answer["Location"]) == (303, address), verb
    assert Client.objects.get().archived_at is None


def test_an_undo_of_another_customer_or_a_bent_one_changes_nothing(client_for, csr):
    customer, other = make_customer(csr), make_customer(csr)
    browser = client_for(csr)
    undo = _undo_address(browser.post(f"/customers/{customer.pk}/archive", **HTMX))
    change = parse_qs(urlsplit(undo).query)["change"][0]
    for address in (
        f"/customers/{other.pk}/put-back?change={change}",
        f"/customers/{customer.pk}/put-back?change=x",
    ):
        assert "no longer" in browser.post(address, **HTMX)["HX-Trigger"]
    assert Client.objects.get(pk=customer.pk).archived_at


def test_a_refusal_is_said_in_a_toast_and_in_the_form(client_for, csr):
    customer = make_customer(csr)
    type(customer.client).card.related.related_model.objects.update(open_balance_cents=500)
    browser = client_for(csr)
    assert "open balance" in browser.post(f"/customers/{customer.pk}/archive", **HTMX)["HX-Trigger"]
    empty = browser.post(f"/customers/{customer.pk}/follow-up", {"reason": " "}, **HTMX)
    assert empty.status_code == 422
    assert Client.objects.get().archived_at is None


def test_tags_are_put_on_and_taken_off_in_place(client_for, csr):
    customer = make_customer(csr)
    tag = make_tag(csr.workspace, "<b>VIP</b>")
    browser = client_for(csr)
    shown = browser.post(f"/customers/{customer.pk}/tags", {"add": tag.pk}, **HTMX).content.decode()
    assert "&lt;b&gt;VIP" in shown
    assert "<b>VIP" not in shown
    assert customer.client.client_tags.count() == 1
    browser.post(f"/customers/{customer.pk}/tags", {"remove": tag.pk}, **HTMX)
    assert customer.client.client_tags.count() == 0


def test_the_reason_for_a_follow_up_is_on_top(client_for, csr):
    customer = make_customer(csr)
    columns.flag_follow_up(
        actor=csr, customer_ids=[customer.pk], reason="Ask about gutters", on=date(2026, 12, 1)
    )
    text = _page(client_for(csr), customer)
    assert "Ask about gutters" in text
    assert f"flagged by {csr.name}" in text


@pytest.mark.parametrize(
    "verb", ["archive", "restore", "reactivate", "follow-up-done", "tags", "put-back", "dormant"]
)
def test_nobody_without_the_capability_and_nobody_next_door_presses(
    client_for, csr, technician, stranger, verb
):
    customer = make_customer(csr)
    address = f"/customers/{customer.pk}/{verb}"
    assert client_for(technician).post(address).status_code == 403
    assert client_for(stranger).post(address).status_code == 404
    assert client_for(stranger).get(f"/customers/{customer.pk}").status_code == 404


def test_the_page_costs_the_same_with_one_and_with_fifty_of_everything(
    client_for, owner, workspace, django_assert_max_num_queries
):
    CustomField.objects.create(workspace=workspace, on="customer", key="gate", label="Gate", kind="text")
    small = make_customer(owner, custom={"gate": "1"}, phones=("303 555 0100",), tags=("VIP",))
    large = make_customer(
        owner, custom={"gate": "1"}, phones=tuple(f"303 555 01{n:02}" for n in range(50)),
        tags=tuple(f"Tag {n}" for n in range(50)),
    )  # fmt: skip
    for _ in range(25):
        columns.make_dormant(actor=owner, customer_ids=[large.pk])
        columns.reactivate(actor=owner, customer_ids=[large.pk])
    browser = client_for(owner)
    for customer in (small, large):
        with django_assert_max_num_queries(20):
            _page(browser, customer)
        with django_assert_max_num_queries(20):
            _page(browser, customer, "/activity")
