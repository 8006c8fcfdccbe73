"""Editing a customer together with others."""

import pytest

from doorstep.activity.models import Entry
from doorstep.clients.inputs import PhoneInput
from doorstep.clients.models import ClientCard, ClientSearch
from doorstep.core.errors import RuleBroken, StaleVersion
from doorstep.customers.actions.update import update_customer
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer, make_tag
from doorstep.vocabulary.models import CustomField


def test_an_edit_shows_everywhere_and_keeps_old_and_new_on_the_timeline(csr):
    customer = make_customer(csr, first_name="Jane", last_name="Doe")
    update_customer(
        actor=csr,
        customer_id=customer.pk,
        version=1,
        fields={"last_name": "Roe", "payment_terms_days": 30},
        phones=[PhoneInput(typed="303 555 0199")],
        tag_ids=[make_tag(csr.workspace).pk],
    )
    assert ClientCard.objects.get(pk=customer.pk).sort_name == "jane roe"
    found_by = ClientSearch.objects.get(pk=customer.pk)
    assert found_by.sort_name == "jane roe"
    assert "3035550199" in found_by.text
    changes = Entry.objects.get(kind="customer.updated").data["changes"]
    assert changes["last_name"] == ["Doe", "Roe"]
    assert changes["payment_terms_days"] == [None, 30]
    assert changes["tags"] == [[], ["VIP"]]
    assert Customer.objects.get().client.version == 2


def test_saving_without_a_change_leaves_version_and_history_alone(csr):
    customer = make_customer(csr, last_name="Doe")
    update_customer(actor=csr, customer_id=customer.pk, version=1, fields={"last_name": "Doe"})
    assert Customer.objects.get().client.version == 1
    assert not Entry.objects.filter(kind="customer.updated").exists()


def test_two_people_changing_different_fields_are_merged(csr, manager):
    customer = make_customer(csr, last_name="Doe")
    update_customer(actor=manager, customer_id=customer.pk, version=1, fields={"email": "jane@example.com"})
    update_customer(
        actor=csr,
        customer_id=customer.pk,
        version=1,
        fields={"last_name": "Roe", "email": ""},
        seen={"last_name": "Doe", "email": ""},
    )
    client = Customer.objects.get().client
    assert (client.last_name, client.email, client.email_key) == (
        "Roe",
        "jane@example.com",
        "jane@example.com",
    )


def test_two_people_changing_the_same_field_see_both_values_and_nothing_is_overwritten(csr, manager):
    customer = make_customer(csr, last_name="Doe")
    update_customer(actor=manager, customer_id=customer.pk, version=1, fields={"last_name": "Poe"})
    with pytest.raises(StaleVersion) as stale:
        update_customer(
            actor=csr,
            customer_id=customer.pk,
            version=1,
            fields={"last_name": "Roe"},
            seen={"last_name": "Doe"},
        )
    assert stale.value.details["fields"] == {"last_name": {"mine": "Roe", "theirs": "Poe"}}
    assert Customer.objects.get().client.last_name == "Poe"


def test_the_surname_of_a_private_customer_cannot_be_emptied(csr):
    customer = make_customer(csr, last_name="Doe")
    with pytest.raises(RuleBroken, match="last name"):
        update_customer(actor=csr, customer_id=customer.pk, version=1, fields={"last_name": " "})


def test_another_workspaces_customer_is_not_there(csr, stranger):
    customer = make_customer(stranger)
    with pytest.raises(Customer.client.field.related_model.DoesNotExist):
        update_customer(actor=csr, customer_id=customer.pk, version=1, fields={"title": "Dr"})


def test_numbers_tags_and_own_fields_that_both_changed_are_a_clash_too(csr, manager):
    CustomField.objects.create(workspace=csr.workspace, on="customer", key="gate", label="Gate", kind="text")
    customer = make_customer(csr, phones=("303 555 0100",), custom={"gate": "1"})
    vip, net = make_tag(csr.workspace), make_tag(csr.workspace, "Net 30")
    seen = {"phones": [["mobile", "303 555 0100", "+13035550100"]], "tags": [], "custom.gate": "1"}
    same = {"actor": csr, "customer_id": customer.pk, "version": 1, "seen": seen}
    update_customer(
        actor=manager,
        customer_id=customer.pk,
        version=1,
        phones=[PhoneInput(typed="303 555 0101")],
        tag_ids=[vip.pk],
        custom={"gate": "2"},
    )
    with pytest.raises(StaleVersion) as stale:
        update_customer(
            **same, phones=[PhoneInput(typed="303 555 0102")], tag_ids=[net.pk], custom={"gate": "3"}
        )
    assert stale.value.details["fields"]["tags"] == {"mine": [net.pk], "theirs": [vip.pk]}
    assert stale.value.details["fields"].keys() == {"phones", "tags", "custom.gate"}
    update_customer(**same, phones=[PhoneInput(typed="303 555 0100")], tag_ids=[], custom={"gate": "1"})
    client = Customer.objects.get().client
    assert client.custom == {"gate": "2"}
    assert [phone.typed for phone in client.phones.all()] == ["303 555 0101"]
