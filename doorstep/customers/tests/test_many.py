"""Changing many customers, and taking it back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.activity.models import Entry
from doorstep.clients.counts import Fact, counted
from doorstep.clients.models import ClientCard, ClientTag
from doorstep.core.db import FAR
from doorstep.core.errors import RuleBroken
from doorstep.customers.actions import columns, tags
from doorstep.customers.models import Customer
from doorstep.customers.tests.builders import make_customer, make_tag
from doorstep.vocabulary.models import Tag


def _outcomes(changes):
    return [("refused" if one.refusal else "changed" if one.before else "same") for one in changes]


def test_tagging_says_of_each_whether_it_was_changed_was_so_already_or_is_not_there(csr, stranger):
    tagged, plain = make_customer(csr, tags=("VIP",)), make_customer(csr)
    foreign = make_customer(stranger)
    tag = Tag.objects.get(workspace=csr.workspace)
    changes = tags.tag_customers(actor=csr, customer_ids=[tagged.pk, plain.pk, foreign.pk], tag_id=tag.pk)
    assert _outcomes(changes) == ["same", "changed", "refused"]
    assert set(ClientTag.objects.values_list("client_id", flat=True)) == {tagged.pk, plain.pk}
    assert len(ClientCard.objects.get(pk=plain.pk).facets) == 3


def test_untagging_the_changed_ones_takes_a_tagging_back(csr):
    customers = [make_customer(csr) for _ in range(3)]
    tag = make_tag(csr.workspace)
    facets = ClientCard.objects.order_by("pk").values_list("pk", "facets")
    before = list(facets)
    ids = [one.pk for one in customers]
    tags.tag_customers(actor=csr, customer_ids=ids, tag_id=tag.pk)
    tags.untag_customers(actor=csr, customer_ids=ids, tag_id=tag.pk)
    assert list(facets.all()) == before


def test_another_workspaces_tag_is_not_there(csr, other_workspace):
    with pytest.raises(Tag.DoesNotExist):
        tags.tag_customers(actor=csr, customer_ids=[], tag_id=make_tag(other_workspace).pk)


@pytest.mark.parametrize(
    ("verb", "arguments", "kind"),
    [
        (columns.assign_customers, {"member_id": None}, "customer.assigned"),
        (columns.archive_customers, {}, "customer.archived"),
        (columns.make_dormant, {"reason": "moved away"}, "customer.made_dormant"),
        (
            columns.flag_follow_up,
            {"reason": "Ask about gutters", "on": date(2026, 12, 1)},
            "customer.follow_up_flagged",
        ),
    ],
)
def test_each_change_of_columns_is_told_and_put_back_whole(csr, verb, arguments, kind):
    ids = [make_customer(csr).pk for _ in range(2)]
    before = [list(rows.order_by("pk").values()) for rows in (Customer.objects, ClientCard.objects)]
    changes = verb(actor=csr, customer_ids=ids, **arguments)
    assert _outcomes(changes) == ["changed", "changed"]
    assert Entry.objects.filter(kind=kind).count() == 2
    assert _outcomes(verb(actor=csr, customer_ids=ids[:1], **arguments)) in (["same"], ["changed"])
    verb_again_on_nobody = verb(actor=csr, customer_ids=[], **arguments)
    assert verb_again_on_nobody == []
    changes = [one for one in changes if one.client_id == ids[1]]
    columns.put_back_columns(
        actor=csr, befores=[(one.client_id, one.before) for one in changes], event_kind=kind
    )
    after = [list(rows.order_by("pk").values()) for rows in (Customer.objects, ClientCard.objects)]
    assert [rows[1] for rows in after] == [rows[1] for rows in before]


def test_what_somebody_changed_since_is_kept_by_the_undo(csr, manager):
    customer = make_customer(csr)
    done = columns.assign_customers(actor=csr, customer_ids=[customer.pk], member_id=None)
    columns.assign_customers(actor=csr, customer_ids=[customer.pk], member_id=manager.membership_id)
    undone = columns.put_back_columns(
        actor=csr, befores=[(customer.pk, done[0].before)], event_kind="customer.assigned"
    )
    assert undone[0].refusal == "Changed since."
    assert ClientCard.objects.get().assigned_to_id == manager.membership_id


def test_archived_customers_leave_the_counts_and_come_back(csr):
    ids = [make_customer(csr).pk]
    columns.archive_customers(actor=csr, customer_ids=ids)
    assert (counted(csr.workspace_id, Fact.TOTAL), counted(csr.workspace_id, Fact.ARCHIVED)) == (0, 1)
    columns.restore_customers(actor=csr, customer_ids=ids)
    assert (counted(csr.workspace_id, Fact.TOTAL), counted(csr.workspace_id, Fact.ARCHIVED)) == (1, 0)


def test_a_flag_needs_a_reason_and_shows_the_customer_for_follow_up(csr):
    customer = make_customer(csr)
    with pytest.raises(RuleBroken):
        columns.flag_follow_up(actor=csr, customer_ids=[customer.pk], reason="  ")
    columns.flag_follow_up(actor=csr, customer_ids=[customer.pk], reason="Call back")
    assert ClientCard.objects.get().follow_up_from == csr.workspace.today()
    columns.clear_follow_up(actor=csr, customer_ids=[customer.pk])
    assert ClientCard.objects.get().follow_up_from == FAR


def test_a_member_cannot_be_of_another_workspace(csr, stranger):
    with pytest.raises(RuleBroken):
        columns.assign_customers(actor=csr, customer_ids=[], member_id=stranger.membership_id)


def test_changing_many_costs_the_same_statements_for_two_and_for_forty(csr, django_assert_max_num_queries):
    ids = [make_customer(csr).pk for _ in range(40)]
    tag = make_tag(csr.workspace)
    for chosen in (ids[:2], ids[2:]):
        with django_assert_max_num_queries(22):
            tags.tag_customers(actor=csr, customer_ids=chosen, tag_id=tag.pk)
        with django_assert_max_num_queries(22):
            columns.flag_follow_up(actor=csr, customer_ids=chosen, reason="Spring clean")


@pytest.mark.parametrize(
    "verb",
    [columns.archive_customers, columns.restore_customers, columns.reactivate, columns.clear_follow_up],
)
def test_a_role_without_the_capability_is_refused(verb, technician):
    with pytest.raises(PermissionDenied):
        verb(actor=technician, customer_ids=[1])
