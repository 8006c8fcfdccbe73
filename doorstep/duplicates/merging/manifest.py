"""What a merge does to rows, step by step, each written down so that it can be taken back exactly."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import connection, models

from doorstep.duplicates.models import Merge, MergePart

ROWS_PER_PART = 2000
Row = dict[str, Any]


class Step(StrEnum):
    """What was done to rows of one table, and what `MergePart.content` says of it."""

    MOVED = "moved"  # {"column", "old", "new", "pks"}
    SET = "set"  # {"rows": [[pk, {column: [before, after]}], …]}
    DROPPED = "dropped"  # {"rows": [{column: value}, …]}
    MADE = "made"  # {"pks"}


class Manifest:
    """Changes rows and keeps what an undo needs. `moved`: how many rows of each table came over."""

    def __init__(self, merge: Merge) -> None:
        self.merge = merge
        self.moved: dict[str, int] = {}
        self._parts: list[MergePart] = []

    def move(self, model: type[models.Model], column: str, old: int, new: int, pks: Sequence[int]) -> None:
        """Let `column` of these rows name `new` instead of `old`."""
        for some in _parts_of(pks):
            model._base_manager.filter(pk__in=some).update(**{column: new})
            self._note(Step.MOVED, model, {"column": column, "old": old, "new": new, "pks": some})
        if pks:
            label = model._meta.label
            self.moved[label] = self.moved.get(label, 0) + len(pks)

    def overwrite(self, model: type[models.Model], values: Mapping[int, Row]) -> None:
        """Set columns (attnames) of rows by key; what a row says already is left alone."""
        rows = []
        for row in model._base_manager.filter(pk__in=list(values)).order_by("pk"):
            new = {name: value for name, value in values[row.pk].items() if getattr(row, name) != value}
            if new:
                model._base_manager.filter(pk=row.pk).update(**new)
                changed = {name: [as_json(getattr(row, name)), as_json(new[name])] for name in new}
                rows.append([row.pk, changed])
        for some in _parts_of(rows):
            self._note(Step.SET, model, {"rows": some})

    def drop(self, model: type[models.Model], pks: Iterable[int]) -> None:
        """Remove rows, whole in the manifest."""
        found = model._base_manager.filter(pk__in=list(pks)).order_by("pk")
        for some in _parts_of([whole(row) for row in found]):
            self._note(Step.DROPPED, model, {"rows": some})
        delete_rows(model, [row.pk for row in found])

    def make(self, row: models.Model) -> None:
        """Insert a row."""
        row.save(force_insert=True)
        self._note(Step.MADE, type(row), {"pks": [row.pk]})

    def save(self) -> None:
        """Write the steps down."""
        MergePart.objects.bulk_create(self._parts, batch_size=50)

    def _note(self, step: Step, model: type[models.Model], content: dict[str, Any]) -> None:
        self._parts.append(
            MergePart(
                workspace_id=self.merge.workspace_id,
                merge=self.merge,
                number=len(self._parts),
                step=step,
                table=model._meta.label,
                content=content,
            )
        )


def delete_rows(model: type[models.Model], pks: Sequence[int]) -> None:
    """Delete rows and nothing else: a table that refers to them and was forgotten fails at the commit."""
    table, column = (
        connection.ops.quote_name(str(name)) for name in (model._meta.db_table, model._meta.pk.column)
    )
    with connection.cursor() as cursor:
        for some in _parts_of(pks, 500):
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({marks})", some)  # noqa: S608  # names, not input


def whole(row: models.Model) -> Row:
    """All columns of a row, JSON-ready."""
    return {field.attname: as_json(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def as_json(value: Any) -> Any:
    """A column's value so that JSON keeps all of it: moments to the microsecond."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def from_json(model: type[models.Model], name: str, value: Any) -> Any:
    """What `as_json` was given for this column."""
    field = next(one for one in model._meta.concrete_fields if one.attname == name)
    if isinstance(field, models.DateField) and value is not None:
        return field.to_python(value)
    return value


def _parts_of(items: Sequence[Any], size: int = ROWS_PER_PART) -> list[list[Any]]:
    return [list(items[start : start + size]) for start in range(0, len(items), size)]
