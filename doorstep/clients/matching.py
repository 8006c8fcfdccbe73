"""Who may be the same: by phone, then e-mail, then name and postcode."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doorstep.clients.models import Client, ClientPhone
from doorstep.core.postal import postcode_key
from doorstep.core.text import name_key
from doorstep.identity.actor import Actor

MOST = 5


def name_postcode_key(name: str, country: str, postcode: str) -> str:
    """What Client.name_postcode_key holds: "janesmith|80202"; "" when either part is missing."""
    person, code = name_key(name), postcode_key(country, postcode)
    return f"{person[:100]}|{code}" if person and code else ""


@dataclass(frozen=True, slots=True)
class Traits:
    """What one record is recognised by."""

    e164s: Collection[str] = ()
    email_keys: Collection[str] = ()
    name_postcode_key: str = ""


@dataclass(slots=True)
class PossibleDuplicate:
    """A client that may be the same, and why, in words; strongest reason first."""

    client: Client
    reasons: list[str] = field(default_factory=list)


def possible_duplicates(
    *, actor: Actor, traits: Traits, exclude_id: int | None = None
) -> list[PossibleDuplicate]:
    """Up to five clients, visible to the actor, that share a trait. At most four statements, all by index."""
    found: dict[int, list[str]] = {}
    for reason, ids in _matches(actor, traits):
        for client_id in ids:
            if client_id != exclude_id:
                found.setdefault(client_id, []).append(reason)
    clients = Client.objects.visible_to(actor).in_bulk(list(found)[: 4 * MOST])
    return [
        PossibleDuplicate(clients[client_id], reasons)
        for client_id, reasons in found.items()
        if client_id in clients
    ][:MOST]


def _matches(actor: Actor, traits: Traits) -> Iterable[tuple[str, QuerySet[Client, int]]]:
    # Each says once more that it is not blank: SQLite uses an index "where not blank" only when told.
    clients = Client.objects.filter(workspace_id=actor.workspace_id)
    if traits.e164s:
        phones = ClientPhone.objects.filter(workspace_id=actor.workspace_id, e164__in=traits.e164s)
        phones = phones.exclude(e164="").order_by()
        yield _("same phone"), phones.values_list("client_id", flat=True)[: 4 * MOST]  # type: ignore[misc]  # keys of clients all the same
    if traits.email_keys:
        same = clients.filter(email_key__in=traits.email_keys).exclude(email_key="")
        yield _("same e-mail"), same.values_list("pk", flat=True)[: 4 * MOST]
    if traits.name_postcode_key:
        same = clients.filter(name_postcode_key=traits.name_postcode_key).exclude(name_postcode_key="")
        yield _("same name and postcode"), same.values_list("pk", flat=True)[: 4 * MOST]
