"""Customer types, and accounts with the customers in them."""

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.activity.models import Entry
from doorstep.core.errors import RuleBroken, StaleVersion
from doorstep.customers.actions import accounts, types
from doorstep.customers.actions.columns import move_to_account
from doorstep.customers.models import Account, Customer, CustomerType
from doorstep.customers.tests.builders import make_customer


def test_the_kind_of_a_type_is_fixed_once_a_customer_is_of_it(owner):
    row = types.create_type(actor=owner, name="Landlord", kind="person")
    types.update_type(actor=owner, type_id=row.pk, kind="company")
    make_customer(owner, company_name="Elm Estates", type_id=row.pk)
    with pytest.raises(RuleBroken) as broken:
        types.update_type(actor=owner, type_id=row.pk, kind="person")
    assert broken.value.field == "kind"
    types.update_type(actor=owner, type_id=row.pk, name="Estate agent")
    assert CustomerType.objects.get(pk=row.pk).name == "Estate agent"


def test_types_are_ordered_and_the_last_one_cannot_be_archived(owner):
    first, second = (types.create_type(actor=owner, name=name, kind="person") for name in "AB")
    types.reorder_types(actor=owner, type_ids=[second.pk, first.pk])
    assert list(CustomerType.objects.values_list("name", flat=True)) == ["B", "A"]
    types.archive_type(actor=owner, type_id=first.pk)
    with pytest.raises(RuleBroken, match="only type"):
        types.archive_type(actor=owner, type_id=second.pk)
    types.restore_type(actor=owner, type_id=first.pk)
    with pytest.raises(RuleBroken, match="already"):
        types.create_type(actor=owner, name="A", kind="person")


def test_only_those_who_may_change_settings_change_types(csr, owner, stranger):
    row = types.create_type(actor=owner, name="A", kind="person")
    for call in (
        lambda actor: types.create_type(actor=actor, name="B", kind="person"),
        lambda actor: types.update_type(actor=actor, type_id=row.pk, name="B"),
        lambda actor: types.reorder_types(actor=actor, type_ids=[]),
        lambda actor: types.archive_type(actor=actor, type_id=row.pk),
        lambda actor: types.restore_type(actor=actor, type_id=row.pk),
    ):
        with pytest.raises(PermissionDenied):
            call(csr)
    with pytest.raises(CustomerType.DoesNotExist):
        types.update_type(actor=stranger, type_id=row.pk, name="B")


def test_customers_are_put_into_an_account_and_taken_out_again(csr):
    account = accounts.create_account(actor=csr, name="Elm Group")
    ids = [make_customer(csr).pk for _ in range(2)]
    changes = move_to_account(actor=csr, customer_ids=ids, account_id=account.pk)
    assert all(change.before for change in changes)
    assert set(account.customers.values_list("pk", flat=True)) == set(ids)
    assert Entry.objects.filter(kind="customer.moved_to_account", data={"account": "Elm Group"}).count() == 2
    move_to_account(actor=csr, customer_ids=ids[:1], account_id=None)
    assert list(account.customers.values_list("pk", flat=True)) == ids[1:]


def test_an_archived_or_foreign_account_takes_nobody_in(csr, stranger):
    account = accounts.create_account(actor=csr, name="Elm Group")
    customer = make_customer(csr, account_id=account.pk)
    foreign = accounts.create_account(actor=stranger, name="Elm Group")
    accounts.archive_account(actor=csr, account_id=account.pk)
    for pk in (account.pk, foreign.pk):
        with pytest.raises(RuleBroken):
            move_to_account(actor=csr, customer_ids=[customer.pk], account_id=pk)
    assert Customer.objects.get(pk=customer.pk).account_id == account.pk
    accounts.restore_account(actor=csr, account_id=account.pk)
    move_to_account(actor=csr, customer_ids=[customer.pk], account_id=account.pk)


def test_an_account_has_one_name_and_two_editors_see_their_clash(csr, manager):
    account = accounts.create_account(actor=csr, name="Elm")
    with pytest.raises(RuleBroken, match="already"):
        accounts.create_account(actor=csr, name="Elm")
    accounts.update_account(actor=manager, account_id=account.pk, version=1, name="Elm Group")
    seen = {"name": "Elm", "notes": ""}
    accounts.update_account(
        actor=csr, account_id=account.pk, version=1, name="Elm", notes="Bills on the 1st", seen=seen
    )
    account.refresh_from_db()
    assert (account.name, account.notes) == ("Elm Group", "Bills on the 1st")
    with pytest.raises(StaleVersion):
        accounts.update_account(actor=csr, account_id=account.pk, version=1, name="Oak", seen=seen)


def test_nobody_without_the_capability_and_nobody_next_door_touches_an_account(csr, technician, stranger):
    account = accounts.create_account(actor=csr, name="Elm")
    for call in (
        lambda actor: accounts.update_account(actor=actor, account_id=account.pk, version=1, name="X"),
        lambda actor: accounts.archive_account(actor=actor, account_id=account.pk),
        lambda actor: accounts.restore_account(actor=actor, account_id=account.pk),
    ):
        with pytest.raises(PermissionDenied):
            call(technician)
        with pytest.raises(Account.DoesNotExist):
            call(stranger)
    with pytest.raises(PermissionDenied):
        accounts.create_account(actor=technician, name="X")
    with pytest.raises(PermissionDenied):
        move_to_account(actor=technician, customer_ids=[], account_id=None)
