"""Editing in the browser, alone and together with others."""

import json
import re
from html import unescape

from doorstep.activity.models import Entry
from doorstep.clients.inputs import PhoneInput
from doorstep.clients.models import Client, Property
from doorstep.customers.actions.update import update_customer
from doorstep.customers.models import Account, Customer
from doorstep.customers.tests.builders import make_customer, make_source, make_tag
from doorstep.customers.tests.forms import customer_post
from doorstep.vocabulary.models import CustomField


def _hidden(answer, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    return unescape(found[1])


def _opened(browser, customer):
    """The edit form as a browser has it: its hidden fields."""
    answer = browser.get(f"/customers/{customer.pk}/edit")
    assert answer.status_code == 200
    return {name: _hidden(answer, name) for name in ("version", "place_version", "seen", "theirs")}


def _post(actor, customer, **fields):
    client = customer.client
    names = {"first_name": client.first_name, "last_name": client.last_name, "email": client.email}
    return customer_post(actor, **{"type": customer.type_id, **names, **fields})


def test_opening_and_saving_changes_nothing(client_for, owner, workspace):
    CustomField.objects.create(workspace=workspace, on="customer", key="fee", label="Fee", kind="money")
    account = Account.objects.create(workspace=workspace, name="Elm")
    customer = make_customer(
        owner, phones=("+44 7700 900123", "call the office"), tags=("VIP",), custom={"fee": "12.50"},
        email="a@b.com", source_id=make_source(workspace).pk, account_id=account.pk, payment_terms_days=14,
        billing_line1="PO Box 1",
    )  # fmt: skip
    browser = client_for(owner)
    page = browser.get(f"/customers/{customer.pk}/edit").content.decode()
    assert re.search(r'name="custom.fee" value="12.50"', page)
    posted = _post(
        owner, customer, **_opened(browser, customer), email="a@b.com", tags=[make_tag(workspace).pk],
        source=customer.client.source_id, account=account.pk, payment_terms_days="14", different_billing="on",
        billing_line1="PO Box 1",
        **{"custom.fee": "12.50", "phones-TOTAL_FORMS": 3, "phones-INITIAL_FORMS": 2,
           "phones-0-number": "+44 7700 900123", "phones-0-kind": "mobile", "phones-0-country": "GB",
           "phones-1-number": "call the office", "phones-1-kind": "mobile", "phones-1-country": "US"},
    )  # fmt: skip
    answer = browser.post(f"/customers/{customer.pk}/edit", posted)
    assert answer.status_code == 303, answer.content.decode()
    # The billing country is named now that the form was saved; nothing else became different.
    changes = [entry.data["changes"] for entry in Entry.objects.filter(kind="customer.updated")]
    assert changes in ([], [{"billing_country": ["", "US"]}])
    assert not Entry.objects.filter(kind="property.updated").exists()


def test_an_edit_changes_the_customer_and_its_first_property(client_for, csr):
    customer = make_customer(csr, last_name="Doe", phones=("303 555 0100",))
    browser = client_for(csr)
    posted = _post(csr, customer, **_opened(browser, customer), last_name="Roe", line1="14 Elm Street")
    assert browser.post(f"/customers/{customer.pk}/edit", posted).status_code == 303
    assert Client.objects.get().name == "Jane Roe"
    assert not Client.objects.get().phones.exists()
    assert Property.objects.get().line1 == "14 Elm Street"


def test_a_customer_without_an_address_gets_one_or_stays_without(client_for, csr):
    customer = make_customer(csr, line1="")
    browser = client_for(csr)
    address = f"/customers/{customer.pk}/edit"
    without = _post(csr, customer, **_opened(browser, customer), line1="", town="", county="", postcode="")
    assert browser.post(address, without).status_code == 303
    assert not Property.objects.exists()
    assert browser.post(address, _post(csr, customer, **_opened(browser, customer))).status_code == 303
    assert Property.objects.get().is_primary


def test_fields_that_only_the_other_changed_stay_changed(client_for, csr, manager):
    customer = make_customer(csr, last_name="Doe")
    browser = client_for(csr)
    opened = _opened(browser, customer)
    update_customer(actor=manager, customer_id=customer.pk, version=1, fields={"email": "jane@example.com"})
    posted = _post(csr, customer, **opened, last_name="Roe")
    assert browser.post(f"/customers/{customer.pk}/edit", posted).status_code == 303
    client = Client.objects.get()
    assert (client.last_name, client.email) == ("Roe", "jane@example.com")


def test_a_clash_shows_both_values_and_lets_choose_each(client_for, csr, manager, workspace):
    vip, net = make_tag(workspace), make_tag(workspace, "Net 30")
    customer = make_customer(csr, last_name="Doe")
    browser = client_for(csr)
    address = f"/customers/{customer.pk}/edit"
    opened = _opened(browser, customer)
    update_customer(
        actor=manager, customer_id=customer.pk, version=1, fields={"last_name": "Poe", "external_id": "B"},
        phones=[PhoneInput(typed="303 555 0111")], tag_ids=[net.pk],
    )  # fmt: skip
    mine = _post(
        csr, customer, **opened, last_name="Roe", external_id="A", phones=("303 555 0122",), tags=[vip.pk]
    )
    shown = browser.post(address, mine)
    text = shown.content.decode()
    assert shown.status_code == 422
    for words in ("Roe", "Poe", "303 555 0122", "303 555 0111", "VIP", "Net 30"):
        assert f"<b>{words}</b>" in text
    assert Client.objects.get().last_name == "Poe"
    again = {**mine, "theirs": _hidden(shown, "theirs"), "keep.last_name": "mine", "keep.phones": "theirs"}
    undecided = browser.post(address, again)
    assert undecided.status_code == 422
    assert set(json.loads(_hidden(undecided, "theirs"))) == {"last_name", "external_id", "phones", "tags"}
    decided = {**again, "keep.external_id": "theirs", "keep.tags": "mine"}
    assert browser.post(address, decided).status_code == 303
    client = Client.objects.get()
    assert (client.last_name, client.external_id) == ("Roe", "B")
    assert [phone.typed for phone in client.phones.all()] == ["303 555 0111"]
    assert [row.tag for row in client.client_tags.all()] == [vip]


def test_a_clash_over_the_address_is_shown_too_and_nothing_is_half_saved(client_for, csr, manager):
    customer = make_customer(csr, last_name="Doe")
    manager_browser, browser = client_for(manager), client_for(csr)
    address = f"/customers/{customer.pk}/edit"
    opened = _opened(browser, customer)
    manager_browser.post(address, _post(csr, customer, **opened, line1="99 Pine Court"))
    mine = _post(csr, customer, **opened, last_name="Roe", line1="14 Elm Street", postcode="80203")
    shown = browser.post(address, mine)
    assert "<b>99 Pine Court</b>" in shown.content.decode()
    assert Client.objects.get().last_name == "Doe"
    browser.post(address, {**mine, "theirs": _hidden(shown, "theirs"), "keep.line1": "theirs"})
    place = Property.objects.get()
    assert (place.line1, place.postcode, Client.objects.get().last_name) == ("99 Pine Court", "80203", "Roe")


def test_hidden_fields_that_somebody_bent_do_no_harm(client_for, csr):
    customer = make_customer(csr, last_name="Doe")
    bent = {"version": "x", "place_version": "9" * 40, "seen": "[1", "theirs": '"a"'}
    answer = client_for(csr).post(
        f"/customers/{customer.pk}/edit", _post(csr, customer, **bent, last_name="Roe")
    )
    assert answer.status_code == 303


def test_what_the_customer_has_can_be_kept_when_it_was_archived(client_for, csr, workspace):
    source = make_source(workspace, "Flyer")
    customer = make_customer(csr, source_id=source.pk)
    type(source).objects.update(archived_at="2026-01-01T00:00Z")
    browser = client_for(csr)
    assert "Flyer" in browser.get(f"/customers/{customer.pk}/edit").content.decode()
    assert "Flyer" not in browser.get("/customers/new").content.decode()


def test_a_customer_of_another_workspace_is_not_there(client_for, csr, stranger, technician):
    customer = make_customer(stranger)
    assert client_for(csr).get(f"/customers/{customer.pk}/edit").status_code == 404
    assert client_for(csr).post(f"/customers/{customer.pk}/edit", {}).status_code == 404
    assert client_for(technician).get(f"/customers/{customer.pk}/edit").status_code == 403
    assert Customer.objects.get().client.version == 1
