"""Custom values that are searched by range or beginning: their indexed copies."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import Client, ClientCard, CustomValue, Property
from doorstep.core.text import fold
from doorstep.identity.models import Workspace
from doorstep.vocabulary.models import CustomField

#: How query strings, columns and spreadsheets name a custom field: "cf_<key>".
PREFIX = "cf_"

_Kind = CustomField.Kind
_TEXTS = {_Kind.TEXT, _Kind.URL}
_NUMBERS = {_Kind.NUMBER, _Kind.MONEY, _Kind.DATE}


def indexed_values(workspace: Workspace, client_ids: Sequence[int]) -> list[CustomValue] | None:
    """The rows that belong to these clients, unsaved; None when the workspace has no such field."""
    fields = {
        field.key: field
        for field in CustomField.objects.filter(
            workspace=workspace, on=CustomField.On.CUSTOMER, kind__in=_TEXTS | _NUMBERS
        )
    }
    if not fields:
        return None
    clients = Client.objects.filter(workspace=workspace, pk__in=client_ids).exclude(custom={})
    return [
        row
        for client_id, custom in clients.values_list("pk", "custom")
        for key, value in custom.items()
        if key in fields and (row := _row(workspace, fields[key], client_id, value))
    ]


def _row(workspace: Workspace, field: CustomField, client_id: int, value: Any) -> CustomValue | None:
    text, number = index_value(field.kind, value)
    if not text and number is None:
        return None
    return CustomValue(workspace=workspace, field=field, client_id=client_id, text=text, number=number)


def index_value(kind: str, value: Any) -> tuple[str, int | None]:
    """What is indexed of one value: (text, number) of a CustomValue; ("", None) for nothing."""
    if kind in _TEXTS:
        return fold(str(value))[:100], None
    return "", number_of(kind, value) if kind in _NUMBERS else None


def number_of(kind: str, value: Any) -> int | None:
    """A number, amount or date as the integer it is indexed by; None when it is none (see CustomValue)."""
    try:
        if kind == _Kind.DATE:
            return date.fromisoformat(value).toordinal()
        if kind == _Kind.MONEY:
            return int(value)
        return int(Decimal(str(value)).scaleb(3).quantize(Decimal(1), ROUND_HALF_UP))
    except (InvalidOperation, TypeError, ValueError):
        return None


def field_has_values(field: CustomField) -> bool:
    """Whether any client or property has a value of the field. Properties have no index on it."""
    if field.on == CustomField.On.PROPERTY:
        rows = Property.objects.filter(workspace_id=field.workspace_id).exclude(custom={})
        return rows.filter(custom__has_key=field.key).exists()
    if field.kind in _TEXTS | _NUMBERS:
        return CustomValue.objects.filter(workspace_id=field.workspace_id, field=field).exists()
    facets = [facet(Facet.OPTION, pk) for pk in field.options.values_list("pk", flat=True)]
    facets.append(facet(Facet.CHECKED, field.pk))
    cards = ClientCard.objects.filter(workspace_id=field.workspace_id)
    return cards.filter(facets__has_any=facets).exists()
