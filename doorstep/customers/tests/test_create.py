"""Taking in a customer."""

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.activity.models import Entry
from doorstep.clients.counts import Fact, counted
from doorstep.clients.matching import Traits, possible_duplicates
from doorstep.clients.models import ClientCard, ClientSearch
from doorstep.core.errors import RuleBroken
from doorstep.customers.actions.create import create_customer
from doorstep.customers.tests.builders import make_customer, make_source, make_type


def test_a_new_customer_is_in_the_list_the_search_and_the_counts(csr):
    customer = make_customer(
        csr, first_name="Zoë", last_name="Müller", phones=("(303) 555-0142 x7",), email="Zoe@Example.com"
    )
    card = ClientCard.objects.get(pk=customer.pk)
    assert (card.sort_name, card.standing, card.assigned_to_id) == (
        "zoe muller",
        ClientCard.Standing.CUSTOMER,
        csr.membership_id,
    )
    text = ClientSearch.objects.get(pk=customer.pk).text
    assert all(
        word in text for word in ("zoe muller", "3035550142", "zoe@example.com", "12 elm street", "80202")
    )
    assert counted(csr.workspace_id, Fact.TOTAL) == 1
    assert counted(csr.workspace_id, Fact.BUSINESS, after=card.created_on) == 0


def test_the_address_becomes_the_first_property_and_the_phone_keeps_what_was_typed(csr):
    client = make_customer(csr, phones=("303.555.0142", "not a number")).client
    place = client.properties.get()
    assert (place.line1, place.postcode_key, place.is_primary) == ("12 Elm Street", "80202", True)
    assert [(phone.typed, phone.e164) for phone in client.phones.all()] == [
        ("303.555.0142", "+13035550142"),
        ("not a number", ""),
    ]


def test_creation_is_on_the_timeline_of_the_customer(csr):
    customer = make_customer(csr, first_name="Ada", last_name="Lovelace")
    entry = Entry.objects.get(client_id=customer.pk)
    assert (entry.kind, entry.actor_id, entry.data) == (
        "customer.created",
        csr.membership_id,
        {"name": "Ada Lovelace"},
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"last_name": ""}, "last_name"),
        ({"email": "jane@"}, "email"),
        ({"type_id": None}, "type"),
        ({"source_id": 987654}, "source"),
        ({"assigned_to_id": 987654}, "assigned_to"),
        ({"billing_frequency": "hourly"}, "billing_frequency"),
        ({"title": "x" * 21}, "title"),
        ({"no_such": "x"}, "no_such"),
    ],
)
def test_bad_input_names_its_field_and_leaves_nothing_behind(csr, change, field):
    fields = {"type_id": make_type(csr.workspace).pk, "last_name": "Doe", **change}
    with pytest.raises(RuleBroken) as broken:
        create_customer(actor=csr, fields=fields)
    assert broken.value.field == field
    assert not ClientCard.objects.exists()


def test_a_company_needs_its_business_name_and_goes_by_it(csr):
    kind = make_type(csr.workspace, "Commercial", "company")
    with pytest.raises(RuleBroken, match="business name"):
        create_customer(actor=csr, fields={"type_id": kind.pk, "last_name": "Doe"})
    assert make_customer(csr, company_name="Acme HVAC Co").client.name == "Acme HVAC Co"


def test_a_role_without_the_capability_is_refused(technician):
    with pytest.raises(PermissionDenied):
        make_customer(technician, type_id=make_type(technician.workspace).pk)


def test_another_workspaces_source_cannot_be_used(csr, other_workspace):
    with pytest.raises(RuleBroken):
        make_customer(csr, source_id=make_source(other_workspace).pk)


def test_duplicates_are_found_by_phone_then_email_then_name_and_postcode(csr, stranger):
    first = make_customer(csr, last_name="Doe", phones=("303 555 0142",), email="jane@example.com")
    make_customer(stranger, last_name="Doe", phones=("303 555 0142",))
    found = possible_duplicates(
        actor=csr,
        traits=Traits(
            e164s=["+13035550142"], email_keys=["jane@example.com"], name_postcode_key="janedoe|80202"
        ),
    )
    assert [(one.client.pk, one.reasons) for one in found] == [
        (first.pk, ["same phone", "same e-mail", "same name and postcode"])
    ]
