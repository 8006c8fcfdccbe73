"""Lists whose order people choose."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet


def put_in_order(rows: "QuerySet[Any]", ids: Sequence[int]) -> None:
    """Write `position` of `rows` so that those named by `ids` come first, in that order. Two statements."""
    wanted = {pk: place for place, pk in enumerate(ids)}
    ordered = sorted(rows, key=lambda row: (wanted.get(row.pk, len(wanted)), row.position, row.pk))
    for position, row in enumerate(ordered):
        row.position = position
    rows.model._default_manager.bulk_update(ordered, ["position"], batch_size=500)


def moved(ids: Sequence[int], pk: int, step: int) -> list[int]:
    """The same ids with `pk` moved `step` places (-1 up, 1 down); at the ends it stays."""
    order = list(ids)
    if pk in order:
        at = order.index(pk)
        order.insert(max(0, at + step), order.pop(at))
    return order
