"""Taking imports back."""

import pytest

from doorstep.clients.actions.contacts import add_contact
from doorstep.clients.actions.properties import add_property, update_property
from doorstep.clients.cards import rebuild_figures
from doorstep.clients.inputs import AddressInput
from doorstep.clients.models import Client, Property
from doorstep.customers.actions.tags import tag_customers
from doorstep.customers.actions.update import update_customer
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer, make_tag
from doorstep.jobs.tests.builders import make_job
from doorstep.runs.models import RunRow
from doorstep.transfer.tests.builders import (
    HEADER,
    bring_in,
    differences,
    everything,
    make_types,
    person,
    reasons,
    rows_of,
    take_back,
)
from doorstep.vocabulary.models import Tag

Outcome = RunRow.Outcome
JANE = person(phone="617-555-0123", email="jane@example.com", address="12 Elm St", zip="02139", tags="VIP")
ROE = person("Roe", "Max", phone="617-555-0124", tags="New")


def assert_as_before(before):
    assert list(differences(before, everything())) == []


def test_an_undo_leaves_the_workspace_as_before(owner):
    make_customer(owner, first_name="Ann", last_name="Old", phones=("617-555-0100",), tags=("Old",))
    make_types(owner)
    before = everything()
    header = (*HEADER, "source", "gate code", "account", "occupier")
    rows = [
        {**JANE, "source": "Fair", "gate code": "12", "account": "Chain", "occupier": "Mr. Tenant"},
        ROE,
        person(phone="617-555-0123"),
        {"phone": "1"},
    ]
    mapping = {"gate code": "new", "account": "account", "occupier": "occupier"}
    run = bring_in(owner, rows_of(*rows, header=header), mapping=mapping)
    assert run.counts[Outcome.CREATED] == 2
    undo = take_back(owner, run)
    assert undo.counts == {Outcome.UNDONE: 2}
    assert_as_before(before)


def test_the_undo_of_updates_puts_every_value_back(owner):
    old = make_customer(
        owner, first_name="Jane", last_name="Doe", phones=("617-555-0123",), email="old@example.com"
    )
    make_types(owner)
    before = everything()
    header = (*HEADER, "notes", "terms", "landlord")
    rows = [
        {**JANE, "email": "new@example.com", "notes": "Dog", "terms": "30", "landlord": "Mr. Rich"},
        {
            **JANE,
            "email": "newer@example.com",
            "address": "9 Oak Ave",
            "phone": "617-555-0123 / 617-555-0177",
        },
    ]
    mapping = {"terms": "payment_terms_days", "landlord": "landlord"}
    run = bring_in(owner, rows_of(*rows, header=header), duplicates="update", mapping=mapping)
    assert run.counts == {Outcome.UPDATED: 2}
    assert Client.objects.get(pk=old.pk).email == "newer@example.com"
    assert take_back(owner, run).counts == {Outcome.UNDONE: 2}
    assert_as_before(before)


def test_rows_that_were_added_to_a_customer_of_the_same_file_go_with_it(owner):
    make_types(owner)
    before = everything()
    header = ("J-ID", "Display Name", "First Name", "Last Name", "Service Street 1", "Service Zip Code")
    row = {"J-ID": "9", "Display Name": "Jane Doe", "First Name": "Jane", "Last Name": "Doe"}
    rows = [
        {**row, "Service Street 1": f"{number} Elm St", "Service Zip Code": "02139"} for number in (1, 2, 3)
    ]
    run = bring_in(owner, rows_of(*rows, header=header))
    assert run.counts == {Outcome.CREATED: 1, Outcome.UPDATED: 2}
    assert Property.objects.count() == 3
    assert take_back(owner, run).counts == {Outcome.UNDONE: 3}
    assert_as_before(before)


def _edit(owner, customer):
    update_customer(actor=owner, customer_id=customer.pk, version=1, fields={"email": "x@example.com"})


def _tag(owner, customer):
    tag_customers(actor=owner, customer_ids=[customer.pk], tag_id=make_tag(owner.workspace, "Later").pk)


def _add_place(owner, customer):
    address = AddressInput(line1="77 Side St", town="Denver", postcode="80202")
    add_property(actor=owner, client_id=customer.pk, address=address)


def _move_place(owner, customer):
    place = Property.objects.get(client_id=customer.pk)
    update_property(actor=owner, property_id=place.pk, version=1, fields={"access_notes": "Ring twice"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_edit, "changed since"),
        (_tag, "changed since"),
        (make_job, "jobs"),
        (
            lambda owner, customer: add_contact(
                actor=owner, client_id=customer.pk, fields={"last_name": "Roe"}
            ),
            "contacts",
        ),
        (_add_place, "places"),
        (_move_place, "places"),
    ],
    ids=["edited", "tagged", "job", "contact", "place added", "place changed"],
)
def test_what_was_changed_since_is_kept_and_named(owner, change, words):
    run = bring_in(owner, rows_of(JANE, ROE))
    jane = Customer.objects.get(client__last_name="Doe")
    change(owner, jane)
    undo = take_back(owner, run)
    assert undo.counts == {Outcome.KEPT: 1, Outcome.UNDONE: 1}
    assert words in reasons(undo)[2]
    assert "Jane Doe" in reasons(undo)[2]
    assert list(Customer.objects.all()) == [jane]
    assert set(Tag.objects.values_list("name", flat=True)) >= {"VIP"}  # in use
    assert not Tag.objects.filter(name="New").exists()
    assert rebuild_figures(workspace=owner.workspace, check=True) == 0


def test_an_update_stays_when_its_place_has_a_job_by_now(owner):
    customer = make_customer(owner, first_name="Jane", last_name="Doe", phones=("617-555-0123",))
    run = bring_in(owner, rows_of(JANE), duplicates="update")
    place = Property.objects.get(line1="12 Elm St")
    make_job(owner, customer, property_id=place.pk)
    assert take_back(owner, run).counts == {Outcome.KEPT: 1}
    assert Property.objects.filter(pk=place.pk).exists()


def test_interleaved_imports_come_undone_in_either_order(owner):
    make_types(owner)
    before = everything()
    first = bring_in(owner, rows_of(JANE))
    between = everything()
    second = bring_in(owner, rows_of({**JANE, "email": "new@example.com"}, ROE), duplicates="update")
    take_back(owner, second)
    assert_as_before(between)
    take_back(owner, first)
    assert_as_before(before)


def test_an_import_that_another_has_built_upon_is_kept(owner):
    first = bring_in(owner, rows_of(JANE))
    second = bring_in(owner, rows_of({**JANE, "email": "new@example.com"}), duplicates="update")
    assert take_back(owner, first).counts == {Outcome.KEPT: 1}
    assert take_back(owner, second).counts == {Outcome.UNDONE: 1}
    assert Client.objects.get().email == "jane@example.com"
    assert rebuild_figures(workspace=owner.workspace, check=True) == 0
