"""Who owned, occupied, let or paid for a place, and when."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.activity.models import Entry
from doorstep.clients.actions.parties import add_party, delete_party, end_party, update_party
from doorstep.clients.models import Property, PropertyParty
from doorstep.core.errors import RuleBroken
from doorstep.customers.tests.builders import make_customer

MARCH = date(2026, 3, 1)


def _place(actor):
    make_customer(actor)
    return Property.objects.get()


def test_a_new_owner_ends_the_former_one_on_the_day_before(csr):
    place = _place(csr)
    old = add_party(actor=csr, property_id=place.pk, role="owner", name="Old", from_on=date(2020, 1, 1))
    tenant = add_party(actor=csr, property_id=place.pk, role="occupier", name="Tenant", from_on=MARCH)
    new = add_party(actor=csr, property_id=place.pk, role="owner", name="New", from_on=MARCH)
    for row in (old, tenant, new):
        row.refresh_from_db()
    assert (old.to_on, tenant.to_on, new.to_on) == (MARCH - timedelta(days=1), None, None)
    assert Entry.objects.get(kind="party.ended").data["name"] == "Old"


def test_without_a_first_day_it_holds_from_today(csr):
    row = add_party(actor=csr, property_id=_place(csr).pk, role="payer", name="Trust")
    assert row.from_on == csr.workspace.today()


def test_a_successor_cannot_start_before_the_one_who_holds_the_role(csr):
    place = _place(csr)
    add_party(actor=csr, property_id=place.pk, role="owner", name="Present", from_on=MARCH)
    with pytest.raises(RuleBroken, match="Present") as broken:
        add_party(actor=csr, property_id=place.pk, role="owner", name="Earlier", from_on=date(2026, 2, 1))
    assert broken.value.field == "from_on"
    past = {"from_on": date(2025, 1, 1), "to_on": date(2025, 12, 31)}
    add_party(actor=csr, property_id=place.pk, role="owner", name="Earlier", **past)
    assert PropertyParty.objects.filter(to_on=None).count() == 1


def test_a_party_may_be_a_customer_we_know(csr, stranger):
    landlord, place = make_customer(csr, company_name="Elm Estates"), None
    place = Property.objects.get()
    row = add_party(actor=csr, property_id=place.pk, role="landlord", party_id=landlord.pk)
    assert Entry.objects.get(kind="party.added").data["name"] == "Elm Estates"
    assert row.party_id == landlord.pk
    foreign = make_customer(stranger)
    with pytest.raises(RuleBroken) as broken:
        add_party(actor=csr, property_id=place.pk, role="owner", party_id=foreign.pk)
    assert broken.value.field == "party"


def test_correcting_a_row_cannot_give_a_role_to_two_at_once(csr):
    place = _place(csr)
    old = add_party(actor=csr, property_id=place.pk, role="owner", name="Old", from_on=date(2020, 1, 1))
    add_party(actor=csr, property_id=place.pk, role="owner", name="New", from_on=MARCH)
    with pytest.raises(RuleBroken, match="Somebody else"):
        update_party(actor=csr, party_row_id=old.pk, to_on=None)
    update_party(actor=csr, party_row_id=old.pk, name="Olde", to_on=date(2026, 1, 31))
    assert Entry.objects.get(kind="party.updated").data["changes"]["name"] == ["Old", "Olde"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"role": "owner"}, "name"),
        ({"role": "king", "name": "A"}, "role"),
        ({"role": "owner", "name": "A", "from_on": MARCH, "to_on": date(2026, 2, 1)}, "to_on"),
        ({"role": "owner", "name": "A", "email": "a@"}, "email"),
    ],
)
def test_bad_input_names_its_field(csr, given, field):
    place = _place(csr)
    with pytest.raises(RuleBroken) as broken:
        add_party(actor=csr, property_id=place.pk, **given)
    assert broken.value.field == field


def test_ending_and_deleting_are_told(csr):
    place = _place(csr)
    row = add_party(actor=csr, property_id=place.pk, role="owner", name="A", from_on=MARCH)
    end_party(actor=csr, party_row_id=row.pk, on=date(2026, 4, 1))
    with pytest.raises(RuleBroken):
        end_party(actor=csr, party_row_id=row.pk, on=date(2026, 5, 1))
    delete_party(actor=csr, party_row_id=row.pk)
    kinds = set(Entry.objects.filter(kind__startswith="party.").values_list("kind", flat=True))
    assert kinds == {"party.added", "party.ended", "party.deleted"}


def test_nobody_without_the_capability_and_nobody_next_door(csr, technician, stranger):
    row = add_party(actor=csr, property_id=_place(csr).pk, role="owner", name="A")
    with pytest.raises(PermissionDenied):
        delete_party(actor=technician, party_row_id=row.pk)
    with pytest.raises(PermissionDenied):
        add_party(actor=technician, property_id=row.property_id, role="owner", name="B")
    with pytest.raises(PropertyParty.DoesNotExist):
        end_party(actor=stranger, party_row_id=row.pk, on=MARCH)
    with pytest.raises(Property.DoesNotExist):
        add_party(actor=stranger, property_id=row.property_id, role="owner", name="B")
