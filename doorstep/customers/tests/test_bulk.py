"""Bulk changes: who is meant, what becomes of each, and taking it back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.clients.models import ClientCard, ClientTag
from doorstep.customers.bulk import OPERATIONS, Selection, change_customers
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer, make_tag
from doorstep.identity.tests.builders import make_member
from doorstep.runs.actions import undo_run
from doorstep.runs.models import Run, RunRow
from doorstep.vocabulary.models import Tag


def ticked(*customers):
    return Selection(ids=tuple(one.pk for one in customers))


def tag(actor, selection, name="VIP", **options):
    values = {"tag_id": make_tag(actor.workspace, name).pk}
    return change_customers(actor=actor, operation="tag", values=values, selection=selection, **options)


def tagged():
    return set(ClientTag.objects.values_list("client_id", flat=True))


def state(workspace):
    """Everything a bulk change can touch, for a full comparison."""
    customers = Customer.objects.filter(workspace=workspace).order_by("pk")
    return (
        list(
            customers.values_list(
                "pk", "dormant_at", "follow_up_flagged_at", "follow_up_reason", "follow_up_on"
            )
        ),
        list(customers.values_list("pk", "client__assigned_to", "client__archived_at")),
        list(ClientTag.objects.order_by("client_id", "tag_id").values_list("client_id", "tag_id")),
        list(ClientCard.objects.order_by("pk").values()),
    )


def test_those_ticked_are_changed_and_the_run_says_what_became_of_each(csr):
    had, plain, other = make_customer(csr, tags=("VIP",)), make_customer(csr), make_customer(csr)
    run = tag(csr, ticked(had, plain))
    assert run.title == "Add the tag “VIP”"
    assert (run.state, run.counts) == (Run.State.DONE, {"unchanged": 1, "changed": 1})
    assert tagged() == {had.pk, plain.pk}
    assert other.pk not in tagged()


def test_all_that_match_means_the_filter_as_the_member_sees_it_without_the_excluded(csr, stranger):
    meant = [make_customer(csr, last_name="Baker") for _ in range(3)]
    make_customer(csr, last_name="Cook")
    make_customer(stranger, last_name="Baker")
    run = tag(csr, Selection(everything=True, query="q=baker", excluded=(meant[0].pk,)))
    assert run.counts == {"changed": 2}
    assert tagged() == {meant[1].pk, meant[2].pk}


def test_another_workspaces_customers_are_refused_by_name_of_nobody(csr, stranger):
    run = tag(csr, ticked(make_customer(stranger)))
    assert run.counts == {"refused": 1}
    assert "Not there any more" in RunRow.objects.get(run=run).reason


def test_many_customers_wait_for_the_worker(csr, monkeypatch):
    monkeypatch.setattr("doorstep.customers.bulk.kind.SMALL", 1)
    run = tag(csr, ticked(make_customer(csr), make_customer(csr)))
    assert run.state == Run.State.QUEUED
    everything = tag(csr, Selection(everything=True), name="Other")
    assert everything.state == Run.State.QUEUED


VALUES = {
    "flag": {"reason": "Ask about gutters", "on": "2026-12-01"},
    "dormant": {"reason": "Moved away"},
}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_is_taken_back_whole(manager, operation, monkeypatch):
    monkeypatch.setattr("doorstep.customers.bulk.kind.CHUNK", 2)
    customers = [make_customer(manager, tags=("Old",) if number % 2 else ()) for number in range(5)]
    for key in ("dormant", "flag", "archive"):
        if operation in {"active", "unflag", "restore"}:
            change_customers(
                actor=manager, operation=key, values=VALUES.get(key, {}), selection=ticked(*customers[:2])
            )
    before = state(manager.workspace)
    values = dict(VALUES.get(operation, {}))
    if "tag" in OPERATIONS[operation].asks:
        values["tag_id"] = Tag.objects.get(name="Old").pk
    if "member" in OPERATIONS[operation].asks:
        values["member_id"] = make_member(manager.workspace).pk
    run = change_customers(actor=manager, operation=operation, values=values, selection=ticked(*customers))
    assert run.counts.get("changed", 0) >= 2
    assert state(manager.workspace) != before
    undo = undo_run(actor=manager, run_id=run.pk)
    assert undo.counts == {"undone": run.counts["changed"]}
    assert state(manager.workspace) == before


def test_an_undo_keeps_what_somebody_changed_since(csr):
    one, other = make_customer(csr), make_customer(csr)
    run = tag(csr, ticked(one, other))
    ClientTag.objects.filter(client_id=one.pk).delete()
    undo = undo_run(actor=csr, run_id=run.pk)
    assert undo.counts == {"kept": 1, "undone": 1}
    assert RunRow.objects.get(run=undo, outcome="kept").client_id == one.pk


def test_a_tag_deleted_since_leaves_nothing_to_undo(csr):
    run = tag(csr, ticked(make_customer(csr)))
    Tag.objects.all().delete()
    undo = undo_run(actor=csr, run_id=run.pk)
    assert (undo.state, undo.counts) == (Run.State.DONE, {"kept": 1})


def test_flagging_keeps_the_day(csr):
    customer = make_customer(csr)
    change_customers(actor=csr, operation="flag", values=VALUES["flag"], selection=ticked(customer))
    customer.refresh_from_db()
    assert customer.follow_up_on == date(2026, 12, 1)


def test_bulk_changes_need_the_capability_and_the_tag(csr, technician, other_workspace):
    customer = make_customer(csr)
    with pytest.raises(PermissionDenied):
        tag(technician, ticked(customer))
    foreign = {"tag_id": make_tag(other_workspace).pk}
    with pytest.raises(Tag.DoesNotExist):
        change_customers(actor=csr, operation="tag", values=foreign, selection=ticked(customer))
