"""The panels of places and contacts on a customer's page, and the list of all places."""

import json

import pytest

from doorstep.clients.actions.contacts import add_contact
from doorstep.clients.actions.parties import add_party
from doorstep.clients.actions.properties import add_property
from doorstep.clients.inputs import AddressInput, PhoneInput
from doorstep.clients.models import Contact, Property, PropertyParty
from doorstep.customers.tests.builders import make_customer
from doorstep.jobs.tests.builders import make_job
from doorstep.vocabulary.models import CustomField

HTMX = {"HTTP_HX_REQUEST": "true"}
EVIL = "<script>alert(1)</script>"
PHONES = {"phones-TOTAL_FORMS": 2, "phones-INITIAL_FORMS": 0}


def _text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def _said(answer):
    return json.loads(answer["HX-Trigger"])["toast"]["text"]


def _address(**fields):
    return {"line1": "40 Oak Lane", "town": "", "county": "", "postcode": "80301", "country": "US", **fields}


def test_a_property_is_added_edited_made_primary_and_deleted(client_for, csr):
    customer, browser = make_customer(csr), client_for(csr)
    answer = browser.post(
        f"/customers/{customer.pk}/properties/new", _address(label="Lake house", vacant="on"), **HTMX
    )
    assert _said(answer) == "Property added."
    place = Property.objects.get(label="Lake house")
    assert (place.town, place.county, place.vacant) == ("Boulder", "CO", True)
    edited = browser.post(f"/properties/{place.pk}/edit", _address(label="Cabin", version=1), **HTMX)
    assert _said(edited) == "Saved."
    browser.post(f"/properties/{place.pk}/primary", **HTMX)
    place.refresh_from_db()
    assert (place.label, place.is_primary, place.vacant) == ("Cabin", True, False)
    assert _said(browser.post(f"/properties/{place.pk}/delete", **HTMX)) == "Property deleted."


def test_a_property_with_jobs_says_why_it_stays(client_for, csr):
    customer = make_customer(csr)
    place = Property.objects.get()
    make_job(csr, customer, property_id=place.pk)
    assert "1 job" in _said(client_for(csr).post(f"/properties/{place.pk}/delete", **HTMX))


def test_forms_say_what_is_wrong_and_work_without_javascript(client_for, csr):
    customer, browser = make_customer(csr), client_for(csr)
    address = f"/customers/{customer.pk}/properties/new"
    assert "<html" in _text(browser.get(address))
    assert "<html" not in _text(browser.get(address, **HTMX))
    wrong = browser.post(address, _address(line1="", postcode="x"))
    assert wrong.status_code == 422
    assert "Enter the street address." in wrong.content.decode()
    assert browser.post(address, _address())["Location"] == f"/customers/{customer.pk}"
    assert "<html" in _text(browser.get(f"/customers/{customer.pk}/properties/panel"))


def test_a_stale_edit_of_a_property_shows_what_was_saved_and_the_next_save_is_meant(client_for, csr):
    make_customer(csr)
    place, browser = Property.objects.get(), client_for(csr)
    browser.post(f"/properties/{place.pk}/edit", _address(line1="1 Pine", version=1), **HTMX)
    stale = browser.post(f"/properties/{place.pk}/edit", _address(line1="2 Fir", version=1), **HTMX)
    assert stale.status_code == 422
    assert "Saved meanwhile: “1 Pine”" in stale.content.decode()
    assert 'name="version" value="2"' in stale.content.decode()
    browser.post(f"/properties/{place.pk}/edit", _address(line1="2 Fir", version=2), **HTMX)
    assert Property.objects.get().line1 == "2 Fir"


def test_own_fields_of_properties_are_in_form_and_panel(client_for, csr, workspace):
    CustomField.objects.create(workspace=workspace, on="property", key="gate", label="Gate", kind="text")
    customer, browser = make_customer(csr), client_for(csr)
    browser.post(f"/customers/{customer.pk}/properties/new", _address(**{"custom.gate": EVIL}), **HTMX)
    text = _text(browser.get(f"/customers/{customer.pk}/properties/panel", **HTMX))
    assert "&lt;script&gt;" in text
    assert EVIL not in text


def test_parties_are_added_with_a_customer_that_was_looked_for_and_corrected(client_for, csr):
    customer = make_customer(csr)
    landlord = make_customer(csr, company_name="Elm Estates", line1="")
    place, browser = Property.objects.get(client_id=customer.pk), client_for(csr)
    address = f"/properties/{place.pk}/parties/new"
    assert "Elm Estates" in _text(browser.get(f"{address}?find=elm+est", **HTMX))
    browser.post(address, {"role": "landlord", "party": landlord.pk, "from_on": "2026-01-01"}, **HTMX)
    row = PropertyParty.objects.get()
    browser.post(f"/parties/{row.pk}/edit", {"party": landlord.pk, "from_on": "2026-02-01"}, **HTMX)
    row.refresh_from_db()
    assert (row.party_id, row.from_on.isoformat()) == (landlord.pk, "2026-02-01")
    panel = _text(browser.get(f"/customers/{customer.pk}/properties/panel", **HTMX))
    assert "Elm Estates" in panel
    nobody = browser.post(address, {"role": "owner"}, **HTMX)
    assert "Say who it is." in nobody.content.decode()
    browser.post(f"/parties/{row.pk}/delete", **HTMX)
    assert not PropertyParty.objects.exists()


def test_a_contact_is_added_edited_and_deleted(client_for, csr):
    customer, browser = make_customer(csr), client_for(csr)
    posted = {
        **PHONES, "last_name": EVIL, "role": "billing", "email": "ap@acme.com", "accepts_email": "on",
        "accepts_sms": "on", "accepts_calls": "on", "is_primary": "on", "phones-0-number": "303 555 0100",
        "phones-0-kind": "work", "phones-0-country": "US",
    }  # fmt: skip
    browser.post(f"/customers/{customer.pk}/contacts/new", posted, **HTMX)
    contact = Contact.objects.get()
    assert (contact.accepts_email, contact.accepts_sms, contact.accepts_calls) == (True, False, True)
    panel = _text(browser.get(f"/customers/{customer.pk}/contacts/panel", **HTMX))
    assert "(303) 555-0100" in panel
    assert EVIL not in panel
    form = _text(browser.get(f"/contacts/{contact.pk}/edit", **HTMX))
    assert 'value="303 555 0100"' in form
    browser.post(f"/contacts/{contact.pk}/edit", {**posted, "last_name": "Ortiz", "version": 1}, **HTMX)
    contact.refresh_from_db()
    assert (contact.last_name, contact.phones.count()) == ("Ortiz", 1)
    browser.post(f"/contacts/{contact.pk}/delete", **HTMX)
    assert not Contact.objects.exists()


def test_the_list_of_places_pages_and_finds_by_address_or_customer(client_for, csr, monkeypatch):
    monkeypatch.setattr("doorstep.clients.web.properties._SIZE", 2)
    elm = make_customer(csr, first_name="Ana", last_name="Ruiz")
    for number in range(2):
        add_property(actor=csr, client_id=elm.pk, address=AddressInput(line1=f"{number + 1} Oak Lane"))
    make_customer(csr, line1="9 Pine Court")
    browser = client_for(csr)
    first = _text(browser.get("/properties"))
    assert first.index("9 Pine Court") < first.index("2 Oak Lane")
    oldest = Property.objects.order_by("pk")[2]
    assert "12 Elm Street" in _text(browser.get(f"/properties?after={oldest.pk}"))
    found = _text(browser.get("/properties?q=1+oak"))
    assert "1 Oak Lane" in found
    assert "2 Oak Lane" not in found
    assert "12 Elm Street" in _text(browser.get("/properties?q=ruiz"))
    assert "No property fits that" in _text(browser.get("/properties?q=zzzz"))
    assert browser.get("/properties?q=%00&after=x").status_code == 200


def test_places_follow_the_visibility_of_their_customer(client_for, owner, salesperson, stranger):
    make_customer(owner, line1="1 Hidden Road")
    make_customer(salesperson, line1="2 Open Road")
    text = _text(client_for(salesperson).get("/properties"))
    assert "2 Open Road" in text
    assert "1 Hidden Road" not in text
    for query in ("", "?q=open+road"):
        assert "Road" not in _text(client_for(stranger).get(f"/properties{query}")).replace(
            'value="open road"', ""
        )


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_without_the_capability_and_nobody_next_door(client_for, csr, technician, stranger, method):
    customer = make_customer(csr)
    place = Property.objects.get()
    contact = add_contact(actor=csr, client_id=customer.pk, fields={"last_name": "Ortiz"})
    row = add_party(actor=csr, property_id=place.pk, role="owner", name="A")
    forms = [
        f"/customers/{customer.pk}/properties/new", f"/properties/{place.pk}/edit",
        f"/properties/{place.pk}/parties/new", f"/parties/{row.pk}/edit",
        f"/customers/{customer.pk}/contacts/new", f"/contacts/{contact.pk}/edit",
    ]  # fmt: skip
    presses = [
        f"/properties/{place.pk}/primary", f"/properties/{place.pk}/delete", f"/parties/{row.pk}/delete",
        f"/contacts/{contact.pk}/delete",
    ]  # fmt: skip
    panels = [f"/customers/{customer.pk}/properties/panel", f"/customers/{customer.pk}/contacts/panel"]
    for address in forms + (presses if method == "post" else []):
        assert getattr(client_for(technician), method)(address).status_code == 403, address
        assert getattr(client_for(stranger), method)(address).status_code == 404, address
    for address in panels if method == "get" else []:
        assert client_for(stranger).get(address).status_code == 404


def test_panels_cost_the_same_with_one_and_with_fifty_rows(client_for, owner, django_assert_max_num_queries):
    small, large = make_customer(owner), make_customer(owner)
    for number in range(50):
        place = add_property(
            actor=owner, client_id=large.pk, address=AddressInput(line1=f"{number} Oak Lane")
        )
        add_party(actor=owner, property_id=place.pk, role="owner", party_id=small.pk)
        add_contact(
            actor=owner, client_id=large.pk, fields={"last_name": f"No. {number}"},
            phones=[PhoneInput(typed="303 555 0100")],
        )  # fmt: skip
    browser = client_for(owner)
    for customer in (small, large):
        for panel in ("properties", "contacts"):
            with django_assert_max_num_queries(9):
                browser.get(f"/customers/{customer.pk}/{panel}/panel", **HTMX)
    with django_assert_max_num_queries(7):
        browser.get("/properties")
