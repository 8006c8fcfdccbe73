"""Customer types: the workspace's own, each a person's or a company's."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import Client, ClientCard
from doorstep.core.errors import RuleBroken
from doorstep.core.naming import clean_name, only_once
from doorstep.customers import events
from doorstep.customers.models import CustomerType
from doorstep.identity.actor import Actor
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.ordering import put_in_order

_LONGEST = 60


@transaction.atomic
def create_type(*, actor: Actor, name: str, kind: str) -> CustomerType:
    """Make a type of customer, last in the order. `kind`: a Client.Kind value.

    Raises PermissionDenied, RuleBroken with the field.
    """
    actor.require(MANAGE_SETTINGS)
    last = CustomerType.objects.visible_to(actor).aggregate(last=Max("position"))["last"]
    row = CustomerType(workspace=actor.workspace, name=clean_name(name, longest=_LONGEST), kind=_kind(kind))
    row.position = 0 if last is None else last + 1
    with only_once(_taken(row.name)):
        row.save()
    record_event(events.CustomerTypeCreated(name=row.name, type_kind=row.kind), actor=actor, about=row)
    return row


@transaction.atomic
def update_type(
    *, actor: Actor, type_id: int, name: str | None = None, kind: str | None = None
) -> CustomerType:
    """Rename a type or, as long as no customer is of it, change its kind.

    Raises PermissionDenied, CustomerType.DoesNotExist, RuleBroken with the field.
    """
    actor.require(MANAGE_SETTINGS)
    row = _lock(actor, type_id)
    was = row.name, row.kind
    if name is not None:
        row.name = clean_name(name, longest=_LONGEST)
    if kind is not None and kind != row.kind:
        if _is_used(row):
            raise RuleBroken(_("Customers have this type already: its kind stays as it is."), field="kind")
        row.kind = _kind(kind)
    if (row.name, row.kind) != was:
        with only_once(_taken(row.name)):
            row.save()
        record_event(events.CustomerTypeUpdated(name=row.name, was=was[0]), actor=actor, about=row)
    return row


@transaction.atomic
def reorder_types(*, actor: Actor, type_ids: Sequence[int]) -> None:
    """Bring the types into the given order; the first is what a new customer starts with."""
    actor.require(MANAGE_SETTINGS)
    put_in_order(CustomerType.objects.visible_to(actor).select_for_update(), type_ids)


@transaction.atomic
def archive_type(*, actor: Actor, type_id: int) -> CustomerType:
    """Offer a type no more; who has it keeps it.

    Raises PermissionDenied, CustomerType.DoesNotExist; RuleBroken for the last one, as every customer
    needs one.
    """
    actor.require(MANAGE_SETTINGS)
    row = _lock(actor, type_id)
    if row.archived_at is None:
        others = CustomerType.objects.visible_to(actor).filter(archived_at=None).exclude(pk=row.pk)
        if not others.exists():
            raise RuleBroken(
                _("This is the only type left, and every customer needs one. Add another first.")
            )
        row.archived_at = timezone.now()
        row.save(update_fields=["archived_at"])
        record_event(events.CustomerTypeArchived(name=row.name), actor=actor, about=row)
    return row


@transaction.atomic
def restore_type(*, actor: Actor, type_id: int) -> CustomerType:
    """Offer an archived type again. Raises PermissionDenied, CustomerType.DoesNotExist."""
    actor.require(MANAGE_SETTINGS)
    row = _lock(actor, type_id)
    if row.archived_at is not None:
        row.archived_at = None
        row.save(update_fields=["archived_at"])
        record_event(events.CustomerTypeRestored(name=row.name), actor=actor, about=row)
    return row


def _lock(actor: Actor, type_id: int) -> CustomerType:
    return CustomerType.objects.visible_to(actor).select_for_update().get(pk=type_id)


def _kind(kind: str) -> str:
    if kind not in Client.Kind.values:
        raise RuleBroken(_("Choose whether it is for people or for companies."), field="kind")
    return kind


def _is_used(row: CustomerType) -> bool:
    """Asked of the cards, which have an index on it."""
    cards = ClientCard.objects.filter(workspace_id=row.workspace_id)
    return cards.filter(facets__has_any=[facet(Facet.CUSTOMER_TYPE, row.pk)]).exists()


def _taken(name: str) -> str:
    return _("There is a type “%(name)s” already, perhaps among the archived ones.") % {"name": name}
