"""Notes and touchpoints: who writes and reads them, what the timeline keeps, and taking a deletion back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from doorstep.activity.models import Entry
from doorstep.clients.models import Client, Property
from doorstep.core.errors import RuleBroken, StaleVersion
from doorstep.customers.tests.builders import make_customer
from doorstep.customers.timeline import timeline
from doorstep.notes.actions.notes import add_note, delete_note, mark_note, restore_note, update_note
from doorstep.notes.actions.touchpoints import (
    delete_interaction,
    log_interaction,
    restore_interaction,
    update_interaction,
)
from doorstep.notes.models import Interaction, Note
from doorstep.notes.queries import interactions_of, notes_of, notes_on_top
from doorstep.notes.tasks import KEPT_FOR, forget_deleted
from doorstep.notes.tests.builders import make_interaction, make_note


@pytest.fixture
def customer(owner):
    return make_customer(owner)


def told(actor, customer):
    lines, _more = timeline(actor=actor, client_id=customer.pk, with_money=True)
    return lines


def test_a_note_is_for_the_team_unless_it_says_otherwise(owner, customer):
    inside = make_note(owner, customer.pk, "Pays late")
    outside = make_note(owner, customer.pk, "We bring the ladder", visible_to_customer=True)
    assert (inside.visible_to_customer, outside.visible_to_customer) == (False, True)
    assert list(Note.objects.for_the_customer()) == [outside]
    delete_note(actor=owner, note_id=outside.pk)
    assert not Note.objects.for_the_customer().exists()


def test_the_timeline_keeps_the_old_text_and_the_new(owner, customer):
    note = make_note(owner, customer.pk, "Gate code 1234")
    update_note(actor=owner, note_id=note.pk, version=1, fields={"text": "Gate code 9876"})
    changed, added = told(owner, customer)[:2]
    assert added.text == "Note: Gate code 1234"
    assert changed.text == "Note changed: Gate code 1234"
    [difference] = changed.differences
    assert (difference.old, difference.new) == ("Gate code 1234", "Gate code 9876")


def test_pinned_and_starred_notes_stand_on_top_the_pinned_first(owner, customer):
    plain = make_note(owner, customer.pk, "Plain")
    pinned = make_note(owner, customer.pk, "Pinned", pinned=True)
    starred = make_note(owner, customer.pk, "Starred", important=True)
    assert notes_on_top(owner, customer.pk) == [pinned, starred]
    assert list(notes_of(owner, customer.pk)) == [pinned, starred, plain]


def test_marking_twice_is_marking_once(owner, customer):
    note = make_note(owner, customer.pk)
    mark_note(actor=owner, note_id=note.pk, pinned=True)
    marked = mark_note(actor=owner, note_id=note.pk, pinned=True, important=False)
    assert (marked.pinned, marked.important, marked.version) == (True, False, 2)
    assert Entry.objects.filter(kind="note.updated").count() == 1


def test_what_two_people_change_is_merged_and_a_clash_shows_both(owner, csr, customer):
    note = make_note(owner, customer.pk, "Old")
    update_note(actor=csr, note_id=note.pk, version=1, fields={"pinned": True})
    seen = {"text": "Old"}
    merged = update_note(actor=owner, note_id=note.pk, version=1, fields={"text": "New"}, seen=seen)
    assert (merged.text, merged.pinned) == ("New", True)
    with pytest.raises(StaleVersion) as stale:
        update_note(actor=csr, note_id=note.pk, version=1, fields={"text": "Newer"}, seen=seen)
    assert stale.value.details["fields"]["text"] == {"mine": "Newer", "theirs": "New"}


def test_a_deleted_note_is_gone_and_comes_back(owner, customer):
    note = make_note(owner, customer.pk, pinned=True)
    delete_note(actor=owner, note_id=note.pk)
    assert not notes_of(owner, customer.pk).exists()
    assert notes_on_top(owner, customer.pk) == []
    with pytest.raises(Note.DoesNotExist):
        mark_note(actor=owner, note_id=note.pk, pinned=False)
    restore_note(actor=owner, note_id=note.pk)
    restore_note(actor=owner, note_id=note.pk)
    assert notes_on_top(owner, customer.pk) == [note]
    assert [line.text for line in told(owner, customer)[:2]] == [
        "Note brought back: Beware of the dog",
        "Note deleted: Beware of the dog",
    ]


def test_what_was_deleted_a_month_ago_is_forgotten(owner, customer):
    old, new, kept = (make_note(owner, customer.pk) for _ in range(3))
    for note in (old, new):
        delete_note(actor=owner, note_id=note.pk)
    Note.objects.filter(pk=old.pk).update(deleted_at=timezone.now() - KEPT_FOR - timedelta(hours=1))
    forget_deleted.call()
    assert set(Note.objects.all()) == {new, kept}


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"text": "  "}, "text"), ({"text": "x" * 10_001}, "text"), ({"text": "x", "colour": "red"}, "colour")],
)
def test_a_note_that_cannot_be_is_refused(owner, customer, fields, field):
    with pytest.raises(RuleBroken) as broken:
        add_note(actor=owner, client_id=customer.pk, fields=fields)
    assert broken.value.field == field


def test_a_note_is_about_a_place_of_its_own_customer(owner, customer):
    own = Property.objects.get(client_id=customer.pk)
    other = Property.objects.get(client_id=make_customer(owner).pk)
    assert make_note(owner, customer.pk, property_id=own.pk).property == own
    with pytest.raises(RuleBroken):
        make_note(owner, customer.pk, property_id=other.pk)


def test_notes_follow_the_visibility_of_their_customer(owner, salesperson, stranger, customer):
    note = make_note(owner, customer.pk)
    for actor in (salesperson, stranger):
        assert not Note.objects.visible_to(actor).exists()
        with pytest.raises(Client.DoesNotExist):
            make_note(actor, customer.pk)
        with pytest.raises(Note.DoesNotExist):
            delete_note(actor=actor, note_id=note.pk)
    Client.objects.filter(pk=customer.pk).update(assigned_to_id=salesperson.membership_id)
    assert Note.objects.visible_to(salesperson).get() == note


def test_who_may_not_write_notes_cannot(owner, customer):
    note, logged = make_note(owner, customer.pk), make_interaction(owner, customer.pk)
    reader = owner.limited_to(["read"])
    for attempt in (
        lambda: make_note(reader, customer.pk),
        lambda: mark_note(actor=reader, note_id=note.pk, pinned=True),
        lambda: restore_note(actor=reader, note_id=note.pk),
        lambda: make_interaction(reader, customer.pk),
        lambda: delete_interaction(actor=reader, interaction_id=logged.pk),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_calls_visits_and_messages_are_logged_on_the_timeline(owner, customer):
    make_interaction(owner, customer.pk, kind="call", text="Wants a quote")
    make_interaction(owner, customer.pk, kind="visit", text="Measured the roof")
    make_interaction(owner, customer.pk, kind="email", text="")
    texts = [line.text for line in told(owner, customer)[:3]]
    assert texts == ["Message", "Visit: Measured the roof", "Call: Wants a quote"]
    assert Interaction.objects.get(kind="visit").direction == ""


def test_what_was_logged_is_put_right_deleted_and_brought_back(owner, customer):
    row = make_interaction(owner, customer.pk)
    changed = update_interaction(actor=owner, interaction_id=row.pk, version=1, fields={"minutes": 12})
    assert (changed.minutes, changed.version) == (12, 2)
    delete_interaction(actor=owner, interaction_id=row.pk)
    assert not interactions_of(owner, customer.pk).exists()
    restore_interaction(actor=owner, interaction_id=row.pk)
    assert interactions_of(owner, customer.pk).get() == row


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"kind": "pigeon"}, "kind"),
        ({"happened_at": timezone.now() + timedelta(days=30)}, "happened_at"),
    ],
)
def test_a_touchpoint_that_cannot_be_is_refused(owner, customer, more, field):
    with pytest.raises(RuleBroken) as broken:
        log_interaction(actor=owner, client_id=customer.pk, fields={"kind": "call", **more})
    assert broken.value.field == field


def test_all_of_it_goes_with_the_client(owner, customer):
    make_note(owner, customer.pk)
    make_interaction(owner, customer.pk)
    related = {one.related_model.__name__ for one in Client._meta.related_objects}
    assert {"Note", "Task", "ScheduledActivity", "Interaction"} <= related
