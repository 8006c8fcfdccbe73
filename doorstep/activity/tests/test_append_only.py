"""Nobody rewrites history: not the product, not a slip in its code, not a statement by hand."""

import pytest
from django.db import IntegrityError, transaction

from doorstep.activity.models import Entry
from doorstep.identity.models import Workspace
from doorstep.identity.tests.builders import make_workspace

REDACTED = {"redacted": True}


@pytest.fixture
def entry(workspace) -> Entry:
    changes = {"email": ["jane@example.com", ""]}
    return Entry.objects.create(
        workspace=workspace, kind="customer.updated", actor_name="Ann", client_id=7, data={"changes": changes}
    )


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "customer.created"},
        {"actor_name": "Bob"},
        {"client_id": 8},
        {"client_id": None},
        {"data": {}},
        {"data": {"redacted": False}},
        {"data": {"changes": {"email": ["", "joan@example.com"]}}},
        {"data": REDACTED, "actor_name": "Bob"},
        {"data": REDACTED, "client_id": None},
    ],
    ids=str,
)
def test_an_entry_cannot_be_changed(entry, change):
    before = Entry.objects.values().get()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**change)
    assert Entry.objects.values().get() == before


def test_an_entry_cannot_be_removed(entry):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        entry.delete()
    assert Entry.objects.count() == 1


def test_what_an_entry_says_of_a_person_can_be_taken_out_and_nothing_else(entry):
    Entry.objects.filter(pk=entry.pk).update(data=REDACTED)
    entry.refresh_from_db()
    assert (entry.data, entry.kind, entry.actor_name) == (REDACTED, "customer.updated", "Ann")


@pytest.mark.django_db
def test_history_goes_with_its_whole_workspace():
    gone = make_workspace()
    Entry.objects.create(workspace=gone, kind="tag.created", actor_name="Ann")
    Workspace.objects.filter(pk=gone.pk)._raw_delete("default")
    Entry.objects.all()._raw_delete("default")
    assert not Entry.objects.exists()
