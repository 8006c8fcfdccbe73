"""Accounts: customers under one billing umbrella. Who belongs to one: customers.actions.columns."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.core.naming import clean_name, only_once
from doorstep.core.versions import merge_edits
from doorstep.customers import events
from doorstep.customers.models import Account
from doorstep.customers.permissions import MANAGE_CUSTOMERS
from doorstep.identity.actor import Actor

_LONGEST = 160


@transaction.atomic
def create_account(*, actor: Actor, name: str, notes: str = "") -> Account:
    """Make an account. Raises PermissionDenied, RuleBroken with the field."""
    actor.require(MANAGE_CUSTOMERS)
    account = Account(workspace=actor.workspace, name=clean_name(name, longest=_LONGEST), notes=notes.strip())
    with only_once(_taken(account.name)):
        account.save()
    record_event(events.AccountCreated(name=account.name), actor=actor, about=account)
    return account


@transaction.atomic
def update_account(
    *,
    actor: Actor,
    account_id: int,
    version: int,
    name: str | None = None,
    notes: str | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Account:
    """Rename an account or change its notes; what is None stays.

    `version` and `seen` work as in update_customer. Raises PermissionDenied, Account.DoesNotExist,
    StaleVersion, RuleBroken with the field.
    """
    actor.require(MANAGE_CUSTOMERS)
    account = _lock(actor, account_id)
    mine: dict[str, Any] = {}
    if name is not None:
        mine["name"] = clean_name(name, longest=_LONGEST)
    if notes is not None:
        mine["notes"] = notes.strip()
    stored = {key: getattr(account, key) for key in mine}
    if version != account.version:
        mine = merge_edits(mine=mine, stored=stored, seen=seen, version=account.version)
    changes = {key: [stored[key], value] for key, value in mine.items() if stored[key] != value}
    if changes:
        for key, value in mine.items():
            setattr(account, key, value)
        account.version += 1
        with only_once(_taken(account.name)):
            account.save()
        record_event(events.AccountUpdated(name=account.name, changes=changes), actor=actor, about=account)
    return account


@transaction.atomic
def archive_account(*, actor: Actor, account_id: int) -> Account:
    """Offer an account no more; its customers stay in it. Raises PermissionDenied, Account.DoesNotExist."""
    actor.require(MANAGE_CUSTOMERS)
    account = _lock(actor, account_id)
    if account.archived_at is None:
        account.archived_at = timezone.now()
        account.save(update_fields=["archived_at"])
        record_event(events.AccountArchived(name=account.name), actor=actor, about=account)
    return account


@transaction.atomic
def restore_account(*, actor: Actor, account_id: int) -> Account:
    """Offer an archived account again. Raises PermissionDenied, Account.DoesNotExist."""
    actor.require(MANAGE_CUSTOMERS)
    account = _lock(actor, account_id)
    if account.archived_at is not None:
        account.archived_at = None
        account.save(update_fields=["archived_at"])
        record_event(events.AccountRestored(name=account.name), actor=actor, about=account)
    return account


def _lock(actor: Actor, account_id: int) -> Account:
    return Account.objects.visible_to(actor).select_for_update().get(pk=account_id)


def _taken(name: str) -> str:
    return _("There is an account “%(name)s” already, perhaps an archived one.") % {"name": name}
