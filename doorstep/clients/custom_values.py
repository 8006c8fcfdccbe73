"""Custom values that are searched by range or beginning: their indexed copies."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from doorstep.clients.models import Client, CustomValue
from doorstep.core.text import fold
from doorstep.identity.models import Workspace
from doorstep.vocabulary.models import CustomField

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
    row = CustomValue(workspace=workspace, field=field, client_id=client_id)
    if field.kind in _TEXTS:
        row.text = fold(str(value))[:100]
        return row if row.text else None
    row.number = number_of(field.kind, value)
    return row if row.number is not None else None


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
