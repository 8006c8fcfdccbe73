"""Taking an import back: customers it made go, values it overwrote return, what people changed since stays."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import F
from django.utils.translation import gettext as _

from doorstep.clients.cards import refresh_figures
from doorstep.clients.counts import add_differences
from doorstep.clients.models import Client, ClientCard, ClientPhone, ClientTag, Property
from doorstep.clients.search_text import refresh_search
from doorstep.customers.models import Account, Customer
from doorstep.identity.actor import Actor
from doorstep.runs.kinds import RowResult
from doorstep.runs.models import RunRow
from doorstep.vocabulary.models import CustomField, Source, Tag

Outcome = RunRow.Outcome
_CREATED, _UNCHANGED_VERSION = Outcome.CREATED, 1
#: Rows that belong to a customer and go with it; everything else that refers to it keeps it.
_OWN = {
    "clients.contact",
    "clients.clientphone",
    "clients.clienttag",
    "clients.property",
    "clients.clientcard",
    "clients.clientsearch",
    "clients.customvalue",
    "customers.customer",
}


def undo_rows(actor: Actor, rows: Sequence[RunRow]) -> list[RowResult]:
    """Take back what an import did to these rows, newest first. A constant number of statements per table."""
    versions = dict(
        Client.objects.filter(
            workspace=actor.workspace, pk__in=[row.client_id for row in rows if row.client_id]
        )
        .order_by("pk")
        .select_for_update()
        .values_list("pk", "version")
    )
    created = [row for row in rows if row.outcome == Outcome.CREATED]
    kept = _why_kept(actor, created, versions)
    _delete(actor, [row.client_id for row in created if row.client_id and row.number not in kept])
    results = {row.number: _result(row, kept.get(row.number, "")) for row in created}
    for row in rows:
        if row.outcome == Outcome.UPDATED:
            results[row.number] = _result(row, _put_back(actor, row, versions))
    return [results[row.number] for row in rows]


def _result(row: RunRow, reason: str) -> RowResult:
    outcome = Outcome.KEPT if reason else Outcome.UNDONE
    return RowResult(row.number, outcome, client_id=row.client_id, reason=reason)


def _why_kept(actor: Actor, created: Sequence[RunRow], versions: dict[int, int]) -> dict[int, str]:
    """Row number -> why the customer it made stays."""
    kept: dict[int, str] = {}
    ids = [row.client_id for row in created if row.client_id]
    busy = _with_more(actor, ids)
    for row in created:
        if row.client_id not in versions:
            kept[row.number] = _("The customer is not there any more.")
        elif row.client_id in busy:
            kept[row.number] = _("Has %(what)s since.") % {"what": ", ".join(sorted(busy[row.client_id]))}
        elif versions[row.client_id] != (row.version or _UNCHANGED_VERSION):
            kept[row.number] = _("Changed since.")
    return kept


def _with_more(actor: Actor, ids: Sequence[int]) -> dict[int, set[str]]:
    """Clients that others' rows refer to (jobs, invoices, …), with what those are called. Walks every key."""
    found: dict[int, set[str]] = defaultdict(set)
    for model, column in foreign_keys_to_clients():
        rows = model._default_manager.filter(**{f"{column}__in": ids}).values_list(column, flat=True)
        for client_id in rows.distinct():
            found[client_id].add(str(model._meta.verbose_name_plural))
    return found


def foreign_keys_to_clients() -> Iterable[tuple[type[models.Model], str]]:
    """Every table outside the client's own that refers to a client, a customer or a property of theirs."""
    for model in apps.get_models():
        if model._meta.label_lower in _OWN | {"clients.client"}:
            continue
        for field in model._meta.concrete_fields:
            if field.related_model in (Client, Customer):
                yield model, field.attname


def _delete(actor: Actor, ids: Sequence[int]) -> None:
    """Delete customers nothing else refers to, table by table, and take them out of the counts."""
    if not ids:
        return
    cards = list(ClientCard.objects.filter(pk__in=ids))
    add_differences(actor.workspace, cards, [])
    for table, column in (
        ("clients_propertyparty", "property_id IN (SELECT id FROM clients_property WHERE client_id"),
        ("clients_property", "client_id"),
        ("clients_clientphone", "client_id"),
        ("clients_contact", "client_id"),
        ("clients_clienttag", "client_id"),
        ("clients_customvalue", "client_id"),
        ("clients_clientsearch", "client_id"),
        ("clients_clientcard", "client_id"),
        ("customers_customer", "client_id"),
        ("clients_client", "id"),
    ):
        _delete_where(table, column, ids)


def _delete_where(table: str, column: str, ids: Sequence[int]) -> None:
    marks = ", ".join(["%s"] * len(ids))
    end = "))" if "(" in column else ")"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({marks}{end}", list(ids))  # noqa: S608  # our names


def _put_back(actor: Actor, row: RunRow, versions: dict[int, int]) -> str:
    """Undo one update; the reason when it stays."""
    client_id = row.client_id or 0
    before: dict[str, Any] = row.before or {}
    if client_id not in versions:
        # Added to a customer of the same import that has gone with it.
        return "" if "into_row" in before else _("The customer is not there any more.")
    if "into_row" in before:
        return _("Part of a customer that was changed since.") if versions[client_id] != row.version else ""
    if versions[client_id] != row.version:
        return _("Changed since.")
    _restore_values(client_id, before)
    ClientPhone.objects.filter(pk__in=before.get("phones", ())).delete()
    ClientTag.objects.filter(client_id=client_id, tag_id__in=before.get("tags", ())).delete()
    Property.objects.filter(pk__in=before.get("places", ())).delete()
    # The version goes back too: an earlier row of this import may have updated the same customer.
    Client.objects.filter(pk=client_id).update(version=F("version") - 1)
    versions[client_id] -= 1
    refresh_search(workspace=actor.workspace, client_ids=[client_id])
    refresh_figures(workspace=actor.workspace, client_ids=[client_id], sources=("clients", "customers"))
    return ""


def _restore_values(client_id: int, before: dict[str, Any]) -> None:
    values = dict(before.get("client", {}))
    if "custom" in before:
        custom = Client.objects.values_list("custom", flat=True).get(pk=client_id)
        custom.update(before["custom"])
        values["custom"] = {key: value for key, value in custom.items() if value is not None}
    if values:
        Client.objects.filter(pk=client_id).update(**values)
    if before.get("customer"):
        Customer.objects.filter(pk=client_id).update(**before["customer"])


def forget_words(actor: Actor, made: dict[str, list[int]]) -> None:
    """Delete the tags, sources, accounts and custom fields the import made, unless somebody uses them."""
    ws = actor.workspace
    used_fields = {
        field.pk
        for field in CustomField.objects.filter(workspace=ws, pk__in=made.get("fields", ()))
        if Client.objects.filter(workspace=ws, custom__has_key=field.key).exists()
    }
    CustomField.objects.filter(workspace=ws, pk__in=made.get("fields", ())).exclude(
        pk__in=used_fields
    ).delete()
    Tag.objects.filter(workspace=ws, pk__in=made.get("tags", ()), client_tags=None).delete()
    used = Client.objects.filter(workspace=ws, source_id__in=made.get("sources", ())).values("source_id")
    Source.objects.filter(workspace=ws, pk__in=made.get("sources", ())).exclude(pk__in=used).delete()
    Account.objects.filter(workspace=ws, pk__in=made.get("accounts", ()), customers=None).delete()
