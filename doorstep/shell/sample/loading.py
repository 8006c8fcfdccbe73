"""Writing sheets into the database as fast as it takes rows: COPY on PostgreSQL, executemany on SQLite."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models

from doorstep.core.db import FacetsField
from doorstep.shell.sample.sheets import Row, Sheet


def load(sheets: Iterable[Sheet]) -> int:
    """Write the rows of all sheets and empty them, in the caller's transaction; how many rows there were."""
    write = _copy if connection.vendor == "postgresql" else _insert
    loaded = 0
    for sheet in sheets:
        if sheet.rows:
            write(sheet)
            loaded += len(sheet.rows)
            sheet.rows.clear()
    return loaded


def last_keys(tables: Iterable[type[models.Model]]) -> dict[type[models.Model], int]:
    """The highest key of each table that numbers its own rows. On PostgreSQL the tables stay locked.

    Call it in the transaction that loads: between asking and loading nobody else takes a key.
    """
    keys: dict[type[models.Model], int] = {}
    with connection.cursor() as cursor:
        for model in tables:
            table, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
            if connection.vendor == "postgresql":
                cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(f"SELECT coalesce(max({key}), 0) FROM {table}")  # noqa: S608  # names, not input
            keys[model] = cursor.fetchone()[0]
    return keys


def move_sequences(tables: Iterable[type[models.Model]]) -> None:
    """Let PostgreSQL give keys beyond those loaded; SQLite does so by itself."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in tables:
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), greatest(1, (SELECT max({_quoted(key)})"  # noqa: S608  # names, not input
                f" FROM {_quoted(table)})))",
                [_quoted(table), key],
            )


def _copy(sheet: Sheet) -> None:
    names, constants = _columns(sheet)
    with connection.cursor() as cursor:
        statement = f"COPY {_quoted(sheet.model._meta.db_table)} ({names}) FROM STDIN"
        with cursor.copy(statement) as copy:
            for row in sheet.rows:
                copy.write_row(row + constants)


def _insert(sheet: Sheet) -> None:
    names, constants = _columns(sheet)
    marks = ", ".join(["%s"] * (len(sheet.columns) + len(constants)))
    rows = [row + constants for row in _without_lists(sheet)]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_quoted(sheet.model._meta.db_table)} ({names}) VALUES ({marks})",  # noqa: S608  # names, not input
            rows,
        )


def _columns(sheet: Sheet) -> tuple[str, Row]:
    """The column names as SQL, and the constants as the database writes them."""
    fields = {field.attname: field for field in sheet.model._meta.concrete_fields}
    names = [fields[attname].column for attname in (*sheet.columns, *sheet.constants)]
    constants = tuple(_constant(fields[attname], value) for attname, value in sheet.constants.items())
    return ", ".join(map(_quoted, names)), constants


def _constant(field: Any, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return json.dumps(value)
    return field.get_db_prep_save(value, connection)


def _without_lists(sheet: Sheet) -> Iterator[Row]:
    """SQLite keeps a set of facets as JSON text."""
    if not any(isinstance(field, FacetsField) for field in sheet.model._meta.concrete_fields):
        return iter(sheet.rows)
    return (tuple(json.dumps(value) if type(value) is list else value for value in row) for row in sheet.rows)


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
