"""Merging two customers, and taking it back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.activity.models import FormerId
from doorstep.billing.models import Allocation, Invoice, Payment
from doorstep.billing.tests.builders import make_invoice, make_payment
from doorstep.clients.cards import rebuild_figures
from doorstep.clients.models import Client, ClientCard, ClientPhone, ClientTag, Contact, Property
from doorstep.clients.search_text import refresh_search
from doorstep.core.errors import RuleBroken
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer, make_type
from doorstep.customers.timeline import timeline
from doorstep.duplicates.actions import foresee_undo, merge_customers, undo_merge
from doorstep.duplicates.models import Merge
from doorstep.duplicates.tests.builders import everything, make_pair
from doorstep.jobs.models import Job
from doorstep.jobs.tests.builders import make_job
from doorstep.notes.tests.builders import make_activity, make_interaction, make_note, make_task
from doorstep.vocabulary.models import Tag

FAR_AWAY = {"line1": "9 Oak Avenue", "postcode": "80203"}


@pytest.fixture
def jane(owner):
    return make_customer(
        owner, last_name="Doe", phones=("303 555 0142",), email="jane@example.com", tags=("VIP",)
    )


@pytest.fixture
def twin(owner):
    """Jane once more: moved house, another phone, a job, an invoice with a payment, notes."""
    one = make_customer(
        owner, last_name="Dow", phones=("303 555 0142", "303 555 0177"), tags=("VIP", "Late"), **FAR_AWAY
    )
    job = make_job(owner, one)
    Job.objects.filter(pk=job.pk).update(property=Property.objects.get(client_id=one.pk))
    make_invoice(owner, one)
    make_payment(owner, one, 500)
    Contact.objects.create(workspace=owner.workspace, client_id=one.pk, last_name="Roe", is_primary=True)
    for make in (make_note, make_task, make_activity, make_interaction):
        make(owner, one.pk)
    refresh_search(workspace=owner.workspace, client_ids=[one.pk])
    return one


def merge(owner, jane, twin, **choices):
    return merge_customers(actor=owner, survivor_id=jane.pk, other_id=twin.pk, choices=choices)


def test_everything_is_the_survivors_afterwards(owner, jane, twin):
    make_pair(jane, twin)
    merge(owner, jane, twin)
    assert not Client.objects.filter(pk=twin.pk).exists()
    assert not Customer.objects.filter(pk=twin.pk).exists()
    for model in (Job, Invoice, Payment):
        assert list(model.objects.values_list("customer_id", flat=True)) == [jane.pk]
    assert ClientCard.objects.get(pk=jane.pk).jobs_count == 1
    assert rebuild_figures(workspace=owner.workspace, check=True) == 0


def test_numbers_and_tags_that_both_have_stand_once(owner, jane, twin):
    merge(owner, jane, twin)
    phones = ClientPhone.objects.filter(client_id=jane.pk).order_by("position")
    assert [one.e164 for one in phones] == ["+13035550142", "+13035550177"]
    assert sorted(row.tag.name for row in ClientTag.objects.filter(client_id=jane.pk)) == ["Late", "VIP"]


def test_the_survivor_keeps_its_own_address_as_the_first(owner, jane, twin):
    merge(owner, jane, twin)
    places = Property.objects.filter(client_id=jane.pk)
    assert {place.line1: place.is_primary for place in places} == {
        "12 Elm Street": True,
        "9 Oak Avenue": False,
    }


def test_an_address_that_both_have_becomes_one_with_the_work_of_both(owner, jane):
    twin = make_customer(owner, last_name="Doe", line1="12 ELM street")
    theirs = Property.objects.get(client_id=twin.pk)
    Property.objects.filter(pk=theirs.pk).update(access_notes="Ring twice")
    job = make_job(owner, twin)
    Job.objects.filter(pk=job.pk).update(property=theirs)
    merge(owner, jane, twin)
    place = Property.objects.get(client_id=jane.pk)
    assert (place.access_notes, Job.objects.get().property_id) == ("Ring twice", place.pk)


def test_each_field_can_be_the_others(owner, jane, twin):
    merge(owner, jane, twin, name="other", email="survivor")
    client = Client.objects.get(pk=jane.pk)
    assert (client.name, client.email) == ("Jane Dow", "jane@example.com")


def test_what_only_the_other_says_is_taken_over(owner, jane):
    twin = make_customer(
        owner, last_name="Doe", external_id="QB-7", internal_notes="Dog", accepts_email=False
    )
    merge(owner, jane, twin)
    client = Client.objects.get(pk=jane.pk)
    assert (client.external_id, client.internal_notes, client.accepts_email) == ("QB-7", "Dog", False)


def test_notes_of_both_can_stand_one_after_the_other(owner):
    one = make_customer(owner, internal_notes="Dog")
    other = make_customer(owner, internal_notes="Gate code 4711")
    merge(owner, one, other)
    assert Client.objects.get(pk=one.pk).internal_notes == "Dog\n\nGate code 4711"


def test_a_person_can_become_the_company_that_the_other_is(owner, jane):
    firm = make_customer(owner, company_name="Doe Plumbing", last_name="Doe")
    merge(owner, jane, firm, type="other")
    client = Client.objects.get(pk=jane.pk)
    assert (client.kind, client.name) == ("company", "Doe Plumbing")


def test_a_survivor_that_is_no_customer_yet_becomes_one(owner, jane):
    known = Client.objects.create(workspace=owner.workspace, last_name="Doe", name="Doe")
    before = everything()
    done = merge_customers(actor=owner, survivor_id=known.pk, other_id=jane.pk)
    assert Customer.objects.get().pk == known.pk
    undo_merge(actor=owner, merge_id=done.pk)
    assert everything()["customers.Customer"] == before["customers.Customer"]


def test_an_old_id_leads_on_also_after_a_second_merge(owner, jane, twin):
    third = make_customer(owner)
    merge(owner, jane, twin)
    merge(owner, third, jane)
    found = FormerId.objects.values_list("old_id", "client_id")
    assert set(found) == {(twin.pk, third.pk), (jane.pk, third.pk)}


def test_the_timeline_tells_the_history_of_both(owner, jane, twin):
    merge(owner, jane, twin)
    lines, _more = timeline(actor=owner, client_id=jane.pk, with_money=True)
    texts = [line.text for line in lines]
    assert any("Jane Dow" in text and "merged" in text for text in texts)
    assert sum("Job" in text for text in texts) >= 1


def test_an_undo_leaves_everything_as_it_was(owner, jane, twin):
    make_pair(jane, twin)
    before = everything()
    done = merge(owner, jane, twin, name="other")
    assert everything() != before
    undone, notes = undo_merge(actor=owner, merge_id=done.pk)
    assert notes == []
    assert undone.undone_at is not None
    assert everything() == before
    assert rebuild_figures(workspace=owner.workspace, check=True) == 0


def test_looking_at_an_undo_changes_nothing(owner, jane, twin):
    done = merge(owner, jane, twin)
    before = everything()
    assert foresee_undo(actor=owner, merge_id=done.pk) == []
    assert everything() == before


def test_what_was_changed_since_stays_and_is_named(owner, jane, twin):
    done = merge(owner, jane, twin, email="other")
    Client.objects.filter(pk=jane.pk).update(email="new@example.com", version=9)
    make_note(owner, jane.pk)
    Job.objects.all().delete()
    _merge, notes = undo_merge(actor=owner, merge_id=done.pk)
    said = " ".join(notes)
    assert "e-mail" in said
    assert "Notes: 1 added since" in said
    assert "Jobs: one that was moved" in said
    client = Client.objects.get(pk=jane.pk)
    assert (client.email, client.version) == ("new@example.com", 10)


def test_a_tag_deleted_since_is_left_out(owner, jane, twin):
    done = merge(owner, jane, twin)
    ClientTag.objects.filter(tag__name="VIP").delete()
    twin_tag = ClientTag.objects.filter(client_id=jane.pk).get().tag
    Tag.objects.filter(name="VIP").delete()
    _merge, notes = undo_merge(actor=owner, merge_id=done.pk)
    assert len(notes) == 1
    assert [row.tag_id for row in ClientTag.objects.filter(client_id=twin.pk)] == [twin_tag.pk]


def test_a_place_made_the_first_since_gives_way_again(owner, jane, twin):
    done = merge(owner, jane, twin)
    Property.objects.filter(client_id=jane.pk, line1="12 Elm Street").update(is_primary=False)
    Property.objects.filter(client_id=jane.pk, line1="9 Oak Avenue").update(is_primary=True)
    undo_merge(actor=owner, merge_id=done.pk)
    assert set(Property.objects.values_list("client_id", "line1", "is_primary")) == {
        (jane.pk, "12 Elm Street", True),
        (twin.pk, "9 Oak Avenue", True),
    }


def test_a_payment_since_for_an_invoice_that_would_go_back_refuses_the_undo(owner, jane, twin):
    done = merge(owner, jane, twin)
    payment = Payment.objects.create(
        workspace=owner.workspace,
        customer_id=jane.pk,
        amount_cents=1,
        received_on=date(2026, 1, 2),
        method="cash",
    )
    invoice = Invoice.objects.get()
    Allocation.objects.create(workspace=owner.workspace, payment=payment, invoice=invoice, amount_cents=1)
    before = everything()
    with pytest.raises(RuleBroken, match="belongs to both"):
        undo_merge(actor=owner, merge_id=done.pk)
    assert everything() == before


def test_merges_are_undone_in_turn(owner, jane, twin):
    third = make_customer(owner)
    before = everything()
    first, second = merge(owner, jane, twin), merge(owner, third, jane)
    with pytest.raises(RuleBroken, match="Take that back first"):
        undo_merge(actor=owner, merge_id=first.pk)
    undo_merge(actor=owner, merge_id=second.pk)
    undo_merge(actor=owner, merge_id=first.pk)
    assert everything() == before


def test_a_merge_is_undone_once(owner, jane, twin):
    done = merge(owner, jane, twin)
    undo_merge(actor=owner, merge_id=done.pk)
    with pytest.raises(RuleBroken, match="already"):
        undo_merge(actor=owner, merge_id=done.pk)


def test_a_name_that_does_not_fit_the_type_refuses_the_merge_as_a_whole(owner, jane):
    person = make_customer(owner, last_name="Roe")
    company = make_type(owner.workspace, "Commercial", "company")
    Customer.objects.filter(pk=person.pk).update(type=company)
    before = everything()
    with pytest.raises(RuleBroken, match="business name"):
        merge(owner, jane, person, type="other")
    assert everything() == before


def test_nobody_merges_a_customer_with_itself(owner, jane):
    with pytest.raises(RuleBroken):
        merge(owner, jane, jane)


def test_who_may_not_merge_is_refused(csr, owner, jane, twin):
    with pytest.raises(PermissionDenied):
        merge(csr, jane, twin)
    done = merge(owner, jane, twin)
    with pytest.raises(PermissionDenied):
        undo_merge(actor=csr, merge_id=done.pk)


def test_another_companys_customer_is_not_there(stranger, jane, twin):
    with pytest.raises(Client.DoesNotExist):
        merge(stranger, jane, twin)


def test_another_companys_merge_is_not_there(stranger, owner, jane, twin):
    done = merge(owner, jane, twin)
    with pytest.raises(Merge.DoesNotExist):
        undo_merge(actor=stranger, merge_id=done.pk)
