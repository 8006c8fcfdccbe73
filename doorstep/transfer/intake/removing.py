"""Deleting customers that an import made, table by table, and taking them out of the counts."""

from collections.abc import Iterator, Sequence

from django.apps import apps
from django.db import connection, models

from doorstep.clients.counts import add_differences
from doorstep.clients.models import (
    Client,
    ClientCard,
    ClientPhone,
    ClientSearch,
    ClientTag,
    Contact,
    CustomValue,
    Property,
    PropertyParty,
)
from doorstep.customers.models import Customer
from doorstep.identity.models import Workspace

#: The rows that are a customer's own, in the order in which they may go.
OWN: tuple[tuple[type[models.Model], str], ...] = (
    (Property, "client_id"),
    (ClientPhone, "client_id"),
    (Contact, "client_id"),
    (ClientTag, "client_id"),
    (CustomValue, "client_id"),
    (ClientSearch, "client_id"),
    (ClientCard, "client_id"),
    (Customer, "client_id"),
    (Client, "id"),
)


def delete_clients(workspace: Workspace, ids: Sequence[int]) -> None:
    """Delete customers nothing else refers to. A dozen statements; nothing is loaded but the cards."""
    if not ids:
        return
    add_differences(workspace, list(ClientCard.objects.filter(pk__in=ids)), [])
    quoted = connection.ops.quote_name
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        places = f"SELECT id FROM {quoted(Property._meta.db_table)} WHERE client_id IN ({marks})"  # noqa: S608  # marks and names only
        parties = quoted(PropertyParty._meta.db_table)
        cursor.execute(f"DELETE FROM {parties} WHERE property_id IN ({places})", ids)  # noqa: S608  # marks and names only
        for model, column in (*_suggestions(), *OWN):
            table = quoted(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({marks})", ids)  # noqa: S608  # marks and names only


def _suggestions() -> Iterator[tuple[type[models.Model], str]]:
    """What apps above only suggest about clients, such as pairs that look alike."""
    for model in apps.get_models():
        if getattr(model, "goes_along", False):
            for field in model._meta.concrete_fields:
                if field.related_model is Client:
                    yield model, field.attname
