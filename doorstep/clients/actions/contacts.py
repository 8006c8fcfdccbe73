"""The people to talk to at a client."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.clients import events
from doorstep.clients.fields import ContactFields, clean_columns
from doorstep.clients.inputs import PhoneInput
from doorstep.clients.models import Client, ClientPhone, Contact
from doorstep.clients.permissions import MANAGE_CUSTOMERS
from doorstep.clients.phones import read_phones, set_phones
from doorstep.clients.search_text import refresh_search
from doorstep.core.errors import RuleBroken
from doorstep.core.versions import merge_edits
from doorstep.identity.actor import Actor


@transaction.atomic
def add_contact(
    *, actor: Actor, client_id: int, fields: ContactFields, phones: Sequence[PhoneInput] = ()
) -> Contact:
    """Add a contact; the surname is required. A preference counts only with an address or number for it.

    Raises PermissionDenied, Client.DoesNotExist, RuleBroken with the field.
    """
    actor.require(MANAGE_CUSTOMERS)
    client = Client.objects.visible_to(actor).select_for_update().get(pk=client_id)
    values = _cleaned(fields)
    rows = read_phones(actor.workspace, phones)
    contact = Contact(workspace=actor.workspace, client=client, **values)
    _check(client, contact)
    _tick(contact, _ways(contact.email, rows), {}, values)
    _only_primary(contact)
    contact.save()
    set_phones(client=client, contact=contact, rows=rows)
    refresh_search(workspace=actor.workspace, client_ids=[client.pk])
    record_event(events.ContactAdded(name=str(contact)), actor=actor, client_id=client.pk, about=contact)
    return contact


@transaction.atomic
def update_contact(
    *,
    actor: Actor,
    contact_id: int,
    version: int,
    fields: ContactFields | None = None,
    phones: Sequence[PhoneInput] | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Contact:
    """Change the given things of a contact; what is None or absent stays.

    `version` and `seen` work as in update_customer. Raises PermissionDenied, Contact.DoesNotExist,
    StaleVersion, RuleBroken with the field.
    """
    actor.require(MANAGE_CUSTOMERS)
    contact = _lock(actor, contact_id)
    mine = _cleaned(fields or {})
    rows = None if phones is None else read_phones(actor.workspace, phones)
    stored = {name: getattr(contact, name) for name in mine}
    numbers = list(ClientPhone.objects.filter(contact=contact))
    before = _ways(contact.email, numbers)
    if version != contact.version:
        mine = merge_edits(mine=mine, stored=stored, seen=seen, version=contact.version)
    for name, value in mine.items():
        setattr(contact, name, value)
    _check(contact.client, contact)
    _tick(contact, _ways(contact.email, numbers if rows is None else rows), before, mine)
    changes = {name: [old, getattr(contact, name)] for name, old in stored.items()}
    changes = {name: both for name, both in changes.items() if both[0] != both[1] and name != "email_key"}
    if rows is not None and set_phones(client=contact.client, contact=contact, rows=rows):
        changes["phones"] = [[row.typed for row in numbers], [row.typed for row in rows]]
    if changes:
        _save(actor, contact, changes)
    return contact


@transaction.atomic
def delete_contact(*, actor: Actor, contact_id: int) -> None:
    """Remove a contact with its numbers. Raises PermissionDenied, Contact.DoesNotExist."""
    actor.require(MANAGE_CUSTOMERS)
    contact = _lock(actor, contact_id)
    client_id, name = contact.client_id, str(contact)
    contact.delete()
    refresh_search(workspace=actor.workspace, client_ids=[client_id])
    record_event(events.ContactDeleted(name=name), actor=actor, client_id=client_id)


def _lock(actor: Actor, contact_id: int) -> Contact:
    contact = Contact.objects.visible_to(actor).get(pk=contact_id)
    # The client is what is locked: the primary contact is one for all of them.
    client = Client.objects.visible_to(actor).select_for_update().get(pk=contact.client_id)
    contact = Contact.objects.visible_to(actor).get(pk=contact_id)
    contact.client = client
    return contact


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    return clean_columns(Contact, ContactFields.__annotations__, fields)


def _check(client: Client, contact: Contact) -> None:
    if not contact.last_name:
        raise RuleBroken(_("Enter the last name."), field="last_name")
    if contact.is_primary and client.kind != Client.Kind.PERSON:
        raise RuleBroken(
            _("Only a private customer has a primary contact; a company has a role for each."),
            field="is_primary",
        )


def _ways(email: str, phones: Sequence[ClientPhone]) -> dict[str, bool]:
    """For each preference whether there is an address or number for it."""
    return {
        "accepts_email": bool(email),
        "accepts_sms": any(phone.kind == ClientPhone.Kind.MOBILE for phone in phones),
        "accepts_calls": any(phone.kind != ClientPhone.Kind.FAX for phone in phones),
    }


def _tick(
    contact: Contact, ways: Mapping[str, bool], before: Mapping[str, bool], given: Mapping[str, Any]
) -> None:
    """Preferences follow the addresses: ticked with a new one unless said otherwise, never without one."""
    for name, there in ways.items():
        is_new = there and not before.get(name, False)
        wanted = True if is_new and name not in given else getattr(contact, name)
        setattr(contact, name, there and wanted)


def _only_primary(contact: Contact) -> None:
    if contact.is_primary:
        Contact.objects.filter(client_id=contact.client_id, is_primary=True).exclude(pk=contact.pk).update(
            is_primary=False
        )


def _save(actor: Actor, contact: Contact, changes: dict[str, list[Any]]) -> None:
    _only_primary(contact)
    contact.version += 1
    contact.save()
    refresh_search(workspace=actor.workspace, client_ids=[contact.client_id])
    told = events.ContactUpdated(name=str(contact), changes=changes)
    record_event(told, actor=actor, client_id=contact.client_id, about=contact)
