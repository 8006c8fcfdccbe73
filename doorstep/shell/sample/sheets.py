"""Rows as a bulk load takes them: one sheet a table, tuples in the order of its columns."""

from collections.abc import Iterator
from typing import Any

import orjson
from django.db import models

Row = tuple[Any, ...]


class Sheet:
    """Rows for one model. Columns that are not named stand at the model's default in every row."""

    def __init__(self, model: type[models.Model], columns: str, **constants: Any) -> None:
        self.model = model
        self.columns = tuple(columns.split())
        self.rows: list[Row] = []
        self.constants = {
            field.attname: constants.get(field.attname, field.get_default())
            for field in model._meta.concrete_fields
            if field.attname not in self.columns
        }

    def add(self, *values: Any) -> None:
        """One row: a value for each column, as the database writes it."""
        self.rows.append(values)

    def __len__(self) -> int:
        return len(self.rows)


def json_text(value: Any) -> str:
    """A value for a JSON column."""
    return orjson.dumps(value).decode()


class Keys:
    """Primary keys still to be given, per table. `last`: the highest given one, by table."""

    def __init__(self, last: dict[type[models.Model], int]) -> None:
        self.last = last

    def next(self, model: type[models.Model]) -> int:
        """The next free key of the table."""
        self.last[model] += 1
        return self.last[model]


class Workbook:
    """The sheets of one portion of a company, in the order in which they may be loaded."""

    def __init__(self, *sheets: Sheet) -> None:
        self._sheets = sheets

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self._sheets)
