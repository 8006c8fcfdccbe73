"""Making two records of the same customer one."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.activity.models import FormerId
from doorstep.clients.cards import refresh_figures
from doorstep.clients.matching import name_postcode_key
from doorstep.clients.models import Client, Property
from doorstep.clients.search_text import refresh_search
from doorstep.core.errors import RuleBroken
from doorstep.customers.models import Customer
from doorstep.duplicates.events import CustomerMerged
from doorstep.duplicates.merging.choices import Choices, Sides, result_of
from doorstep.duplicates.merging.crossing import crossed
from doorstep.duplicates.merging.joining import Joining, give_paying_side
from doorstep.duplicates.merging.manifest import Manifest
from doorstep.duplicates.merging.rules import TO_CLIENT, TO_PROPERTY, apply_all, table_of
from doorstep.duplicates.models import Merge
from doorstep.duplicates.permissions import MERGE
from doorstep.identity.actor import Actor


@transaction.atomic
def merge_customers(
    *, actor: Actor, survivor_id: int, other_id: int, choices: Choices | None = None
) -> Merge:
    """Let everything of `other_id` become `survivor_id`'s; the other record goes, and its id leads there.

    `choices`: field (merging.choices) -> "survivor", "other" or, for long texts, "both"; what is not named
    has its default: the survivor's, or what only the other says. `undo_merge` takes all of it back.
    Raises PermissionDenied; Client.DoesNotExist, also when not visible; RuleBroken when both are the same, or
    for a choice that cannot be.
    """
    actor.require(MERGE)
    if survivor_id == other_id:
        raise RuleBroken(_("Choose two different customers."), field="other")
    survivor, other = _lock_both(actor, survivor_id, other_id)
    merge = Merge.objects.create(
        workspace=actor.workspace,
        survivor_id=survivor.pk,
        other_id=other.pk,
        survivor_name=survivor.name,
        other_name=other.name,
        crossed=sum(crossed(survivor.pk, other.pk).values()),
        merged_by_id=actor.membership_id,
    )
    manifest = Manifest(merge)
    own = Property.objects.filter(client=survivor, is_primary=True)
    merge.marks["address"] = own.values_list("pk", flat=True).first()
    _join(Joining(actor, survivor, other, manifest, _repointed()), choices or {})
    manifest.save()
    _finish(actor, merge, manifest)
    return merge


def _repointed() -> tuple[Any, ...]:
    return tuple(table_of(key) for key in TO_PROPERTY)


def _lock_both(actor: Actor, one_id: int, other_id: int) -> tuple[Client, Client]:
    """Both clients and their paying sides, locked in the order of their keys."""
    ids = (one_id, other_id)
    # In the database's order first: a merge the other way round must wait, not deadlock.
    locked = Client.objects.visible_to(actor).select_for_update().filter(pk__in=ids).order_by("pk")
    found = {client.pk: client for client in locked}
    if len(found) < 2:
        raise Client.DoesNotExist
    list(Customer.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    return found[one_id], found[other_id]


def _sides_of(survivor: Client, other: Client) -> Sides:
    """Both with their paying sides. One statement."""
    pays = Customer.objects.select_related("type").in_bulk([survivor.pk, other.pk])
    return Sides(survivor, other, pays.get(survivor.pk), pays.get(other.pk))


def _join(joined: Joining, choices: Choices) -> None:
    sides = _sides_of(joined.survivor, joined.other)
    client, customer = result_of(sides, choices)
    give_paying_side(joined)
    apply_all(joined)
    survivor = joined.survivor
    client |= {
        "name_postcode_key": _name_postcode_key(survivor.pk, client["name"]),
        "version": survivor.version + 1,
        "updated_at": timezone.now(),
    }
    joined.manifest.overwrite(Client, {survivor.pk: client})
    if customer:
        joined.manifest.overwrite(Customer, {survivor.pk: customer})
    joined.manifest.drop(Client, [joined.other.pk])
    FormerId.objects.create(
        workspace=joined.actor.workspace, old_id=joined.other.pk, client_id=joined.survivor.pk
    )


def _name_postcode_key(client_id: int, name: str) -> str:
    place = Property.objects.filter(client_id=client_id, is_primary=True).first()
    return name_postcode_key(name, place.country, place.postcode) if place else ""


def _finish(actor: Actor, merge: Merge, manifest: Manifest) -> None:
    """Bring the derived rows up to date, keep what an undo compares with, and tell."""
    survivor = Client.objects.get(pk=merge.survivor_id)
    refresh_search(workspace=actor.workspace, client_ids=[survivor.pk])
    refresh_figures(workspace=actor.workspace, client_ids=[survivor.pk])
    merge.version, merge.moved = survivor.version, manifest.moved
    merge.survivor_name = survivor.name
    merge.marks |= {
        key: model._base_manager.filter(**{column: survivor.pk}).aggregate(last=Max("pk"))["last"] or 0
        for key, line in TO_CLIENT.items()
        if line.words
        for model, column in [table_of(key)]
    }
    merge.save()
    moved = sum(manifest.moved.values())
    event = CustomerMerged(merge_id=merge.pk, other_id=merge.other_id, name=merge.other_name, moved=moved)
    record_event(event, actor=actor, client_id=survivor.pk, about=survivor)
