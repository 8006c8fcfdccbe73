"""Renaming, describing, moving, deleting with undo, and what two people do to one file."""

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.activity.models import Entry
from doorstep.clients.models import Property
from doorstep.core.errors import RuleBroken, StaleVersion
from doorstep.files.actions import delete_file, restore_file, update_file
from doorstep.files.models import StoredFile
from doorstep.files.tests.builders import make_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(owner, customer):
    return make_file(owner, customer.pk)


def change(actor, row, version=1, seen=None, **fields):
    return update_file(actor=actor, file_id=row.pk, version=version, fields=fields, seen=seen)


def test_a_file_is_renamed_described_and_moved_to_a_place(owner, customer, row):
    place = Property.objects.get(client_id=customer.pk)
    changed = change(
        owner, row, name="North side", description="Before", property_id=place.pk, kind="contract"
    )
    assert (changed.name, changed.description, changed.property_id) == ("North side.jpg", "Before", place.pk)
    assert changed.version == 2
    told = Entry.objects.get(kind="file.updated").data["changes"]
    assert told["name"] == ["roof.jpg", "North side.jpg"]
    assert told["property_id"] == [None, place.pk]


def test_saving_what_is_there_changes_nothing(owner, row):
    assert change(owner, row, name="roof.jpg").version == 1
    assert not Entry.objects.filter(kind="file.updated").exists()


@pytest.mark.parametrize(
    ("field", "value"), [("name", " .. "), ("kind", "x"), ("property_id", 10**9), ("size", 1)]
)
def test_fields_are_checked(owner, row, field, value):
    with pytest.raises(RuleBroken) as broken:
        change(owner, row, **{field: value})
    assert broken.value.field == field


def test_two_people_change_different_things_of_one_file(owner, row):
    change(owner, row, description="Mine")
    changed = change(owner, row, seen={"name": "roof.jpg"}, name="gutter.jpg")
    assert (changed.name, changed.description) == ("gutter.jpg", "Mine")
    with pytest.raises(StaleVersion) as stale:
        change(owner, row, seen={"description": ""}, description="Yours")
    assert stale.value.details["fields"] == {"description": {"mine": "Yours", "theirs": "Mine"}}


def test_a_deleted_file_is_out_of_sight_until_it_is_brought_back(owner, row):
    delete_file(actor=owner, file_id=row.pk)
    assert not StoredFile.objects.visible_to(owner).exists()
    with pytest.raises(StoredFile.DoesNotExist):
        delete_file(actor=owner, file_id=row.pk)
    restore_file(actor=owner, file_id=row.pk)
    assert StoredFile.objects.visible_to(owner).get() == row
    with pytest.raises(RuleBroken, match="already"):
        restore_file(actor=owner, file_id=row.pk)
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[-2:] == ["file.deleted", "file.restored"]


@pytest.mark.parametrize("action", [delete_file, restore_file])
def test_only_who_may_and_sees_it_takes_it_away(owner, stranger, row, action):
    with pytest.raises(StoredFile.DoesNotExist):
        action(actor=stranger, file_id=row.pk)
    with pytest.raises(PermissionDenied):
        action(actor=owner.limited_to(["read"]), file_id=row.pk)


def test_a_deleted_place_leaves_its_files_with_the_customer(owner, customer, row):
    place = Property.objects.create(workspace=owner.workspace, client_id=customer.pk, line1="7 Oak Lane")
    change(owner, row, property_id=place.pk)
    place.delete()
    row.refresh_from_db()
    assert row.property_id is None
