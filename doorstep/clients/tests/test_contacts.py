"""The people to talk to at a client."""

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.activity.models import Entry
from doorstep.clients.actions.contacts import add_contact, delete_contact, update_contact
from doorstep.clients.inputs import PhoneInput
from doorstep.clients.models import Client, ClientPhone, ClientSearch, Contact
from doorstep.core.errors import RuleBroken, StaleVersion
from doorstep.customers.tests.builders import make_customer


def _add(actor, customer, *, phones=(), **fields):
    fields.setdefault("last_name", "Ortiz")
    return add_contact(actor=actor, client_id=customer.pk, fields=fields, phones=phones)


def _ticked(contact):
    return contact.accepts_email, contact.accepts_sms, contact.accepts_calls


@pytest.mark.parametrize(
    ("given", "ticked"),
    [
        ({}, (False, False, False)),
        ({"email": "ap@acme.com"}, (True, False, False)),
        ({"phones": [PhoneInput(typed="303 555 0100", kind="work")]}, (False, False, True)),
        ({"phones": [PhoneInput(typed="303 555 0100")]}, (False, True, True)),
        ({"phones": [PhoneInput(typed="303 555 0100", kind="fax")]}, (False, False, False)),
        ({"email": "ap@acme.com", "accepts_email": False}, (False, False, False)),
        ({"accepts_email": True, "accepts_sms": True}, (False, False, False)),
    ],
)
def test_preferences_are_ticked_with_the_address_they_are_for_and_never_without(csr, given, ticked):
    assert _ticked(_add(csr, make_customer(csr), **given)) == ticked


def test_a_preference_is_ticked_when_the_address_comes_later_and_unticked_when_it_goes(csr):
    contact = _add(csr, make_customer(csr))
    contact = update_contact(
        actor=csr, contact_id=contact.pk, version=1, fields={"email": "a@acme.com"},
        phones=[PhoneInput(typed="303 555 0100")],
    )  # fmt: skip
    assert _ticked(contact) == (True, True, True)
    contact = update_contact(actor=csr, contact_id=contact.pk, version=2, fields={"email": ""}, phones=[])
    assert _ticked(Contact.objects.get()) == (False, False, False)


def test_a_contact_is_found_by_name_and_number_and_gone_when_deleted(csr):
    customer = make_customer(csr)
    contact = _add(csr, customer, first_name="Lúcia", phones=[PhoneInput(typed="303 555 0199")])
    text = ClientSearch.objects.get().text
    assert "lucia ortiz" in text
    assert "3035550199" in text
    delete_contact(actor=csr, contact_id=contact.pk)
    assert "lucia" not in ClientSearch.objects.get().text
    assert not ClientPhone.objects.exists()
    assert Entry.objects.get(kind="contact.deleted").data == {"name": "Lúcia Ortiz"}


def test_a_private_customer_has_one_primary_contact_and_a_company_none(csr):
    private, company = make_customer(csr), make_customer(csr, company_name="Acme")
    first = _add(csr, private, is_primary=True)
    second = _add(csr, private, is_primary=True)
    first.refresh_from_db()
    assert (first.is_primary, second.is_primary) == (False, True)
    with pytest.raises(RuleBroken) as broken:
        _add(csr, company, is_primary=True)
    assert broken.value.field == "is_primary"


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"last_name": " "}, "last_name"), ({"email": "x"}, "email"), ({"role": "boss"}, "role")],
)
def test_bad_input_names_its_field(csr, fields, field):
    with pytest.raises(RuleBroken) as broken:
        _add(csr, make_customer(csr), **fields)
    assert broken.value.field == field


def test_two_people_changing_one_contact(csr, manager):
    contact = _add(csr, make_customer(csr))
    update_contact(actor=manager, contact_id=contact.pk, version=1, fields={"position": "Foreman"})
    merged = update_contact(
        actor=csr, contact_id=contact.pk, version=1, fields={"last_name": "Ruiz", "position": ""},
        seen={"last_name": "Ortiz", "position": ""},
    )  # fmt: skip
    assert (merged.last_name, merged.position) == ("Ruiz", "Foreman")
    with pytest.raises(StaleVersion):
        update_contact(
            actor=csr, contact_id=contact.pk, version=1, fields={"position": "Boss"}, seen={"position": ""}
        )


def test_saving_without_a_change_leaves_no_trace(csr):
    contact = _add(csr, make_customer(csr), phones=[PhoneInput(typed="303 555 0100")])
    update_contact(
        actor=csr, contact_id=contact.pk, version=1, fields={"last_name": "Ortiz"},
        phones=[PhoneInput(typed="303 555 0100")],
    )  # fmt: skip
    assert Contact.objects.get().version == 1


def test_nobody_without_the_capability_and_nobody_next_door(csr, technician, stranger):
    customer = make_customer(csr)
    contact = _add(csr, customer)
    with pytest.raises(PermissionDenied):
        _add(technician, customer)
    with pytest.raises(PermissionDenied):
        delete_contact(actor=technician, contact_id=contact.pk)
    with pytest.raises(Client.DoesNotExist):
        _add(stranger, customer)
    with pytest.raises(Contact.DoesNotExist):
        update_contact(actor=stranger, contact_id=contact.pk, version=1)
