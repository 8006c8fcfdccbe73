"""Places of a client: exactly one primary, none taken from under a job, search and matching kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from doorstep.activity.models import Entry
from doorstep.clients.actions import properties
from doorstep.clients.inputs import AddressInput
from doorstep.clients.models import Client, ClientSearch, Property
from doorstep.core.errors import RuleBroken, StaleVersion
from doorstep.customers.tests.builders import make_customer
from doorstep.jobs.models import Job
from doorstep.vocabulary.models import CustomField

ELM = AddressInput(line1="40 Oak Lane", town="Boulder", county="CO", postcode="80301")


def _add(actor, customer, address=ELM, **more):
    return properties.add_property(actor=actor, client_id=customer.pk, address=address, **more)


def _job_at(actor, place):
    return Job.objects.create(
        workspace=actor.workspace,
        number=1,
        customer_id=place.client_id,
        property=place,
        title="Service",
        scheduled_at=timezone.now() + timedelta(days=1),
    )


def test_a_second_property_is_found_by_search_and_does_not_become_primary(csr):
    customer = make_customer(csr)
    place = _add(csr, customer)
    assert "40 oak lane boulder" in ClientSearch.objects.get(pk=customer.pk).text
    assert not place.is_primary
    assert Entry.objects.get(kind="property.added").data == {"address": "40 Oak Lane, Boulder, 80301"}


def test_the_first_property_of_a_customer_without_one_is_primary_and_makes_it_comparable(csr):
    customer = make_customer(csr, line1="", first_name="Jane", last_name="Doe")
    assert _add(csr, customer).is_primary
    assert Client.objects.get().name_postcode_key == "janedoe|80301"


def test_making_another_primary_keeps_exactly_one_and_moves_the_match_key(csr):
    customer = make_customer(csr, first_name="Jane", last_name="Doe")
    place = _add(csr, customer)
    properties.make_primary(actor=csr, property_id=place.pk)
    assert list(Property.objects.filter(is_primary=True)) == [place]
    assert Client.objects.get().name_postcode_key == "janedoe|80301"


def test_deleting_the_primary_makes_the_oldest_other_one_primary(csr):
    customer = make_customer(csr)
    first, second = Property.objects.get(), _add(csr, customer)
    _add(csr, customer, AddressInput(line1="3 Pine Court"))
    properties.delete_property(actor=csr, property_id=first.pk)
    assert Property.objects.get(is_primary=True) == second
    assert "12 elm street" not in ClientSearch.objects.get().text


def test_a_property_with_jobs_is_not_deleted_and_the_refusal_names_them(csr):
    make_customer(csr)
    place = Property.objects.get()
    _job_at(csr, place)
    with pytest.raises(RuleBroken, match="1 job"):
        properties.delete_property(actor=csr, property_id=place.pk)
    assert Property.objects.filter(pk=place.pk).exists()


def test_an_edit_keeps_old_and_new_on_the_timeline_and_the_search_true(csr):
    make_customer(csr)
    place = Property.objects.get()
    address = AddressInput(line1="14 Elm Street", town="Denver", county="CO", postcode="80202")
    properties.update_property(
        actor=csr, property_id=place.pk, version=1, address=address, fields={"vacant": True}
    )
    assert Entry.objects.get(kind="property.updated").data["changes"] == {
        "line1": ["12 Elm Street", "14 Elm Street"],
        "vacant": [False, True],
    }
    assert "14 elm street" in ClientSearch.objects.get().text
    assert Property.objects.get().version == 2


def test_two_people_changing_the_same_line_see_both_values(csr, manager):
    make_customer(csr)
    place = Property.objects.get()
    first, second = (AddressInput(line1=line, town="Denver", county="CO", postcode="80202") for line in "AB")
    properties.update_property(actor=manager, property_id=place.pk, version=1, address=first)
    with pytest.raises(StaleVersion) as stale:
        properties.update_property(
            actor=csr, property_id=place.pk, version=1, address=second, seen={"line1": "12 Elm Street"}
        )
    assert stale.value.details["fields"]["line1"] == {"mine": "B", "theirs": "A"}


def test_custom_values_of_a_property_are_checked_and_emptied_one_by_one(csr):
    CustomField.objects.create(
        workspace=csr.workspace, on="property", key="gate", label="Gate code", kind="number"
    )
    make_customer(csr)
    place = Property.objects.get()
    with pytest.raises(RuleBroken) as broken:
        properties.update_property(actor=csr, property_id=place.pk, version=1, custom={"gate": "abc"})
    assert broken.value.field == "custom.gate"
    properties.update_property(actor=csr, property_id=place.pk, version=1, custom={"gate": "44"})
    assert Property.objects.get().custom == {"gate": "44"}
    properties.update_property(actor=csr, property_id=place.pk, version=2, custom={"gate": ""})
    assert Property.objects.get().custom == {}


@pytest.mark.parametrize(
    ("address", "field"),
    [
        (AddressInput(town="Denver"), "line1"),
        (AddressInput(line1="1 A St", postcode="ABC"), "postcode"),
        (AddressInput(line1="x" * 161), "line1"),
    ],
)
def test_a_bad_address_names_its_field(csr, address, field):
    customer = make_customer(csr)
    with pytest.raises(RuleBroken) as broken:
        _add(csr, customer, address)
    assert broken.value.field == field


def test_nobody_without_the_capability_and_nobody_next_door_touches_a_property(csr, technician, stranger):
    customer = make_customer(csr)
    place = Property.objects.get()
    for verb in (properties.make_primary, properties.delete_property):
        with pytest.raises(PermissionDenied):
            verb(actor=technician, property_id=place.pk)
        with pytest.raises(Property.DoesNotExist):
            verb(actor=stranger, property_id=place.pk)
    with pytest.raises(PermissionDenied):
        _add(technician, customer)
    with pytest.raises(Client.DoesNotExist):
        _add(stranger, customer)
