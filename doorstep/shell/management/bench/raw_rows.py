"""The raw limit of writing: what the product wrote, written again by COPY or executemany, and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db import connection, models, transaction

from doorstep.activity.models import Entry
from doorstep.clients.models import (
    Client,
    ClientCard,
    ClientPhone,
    ClientSearch,
    ClientTag,
    Contact,
    CustomValue,
    Property,
)
from doorstep.customers.models import Customer
from doorstep.runs.models import RunRow
from doorstep.shell.management.bench.clock import seconds_of

#: Keys far above all others, so that the copies meet nothing.
_SHIFT = 1_000_000_000
_SHIFTED = {"id", "client_id", "contact_id", "subject_id"}
_TABLES: tuple[type[models.Model], ...] = (
    Client, Customer, Contact, ClientPhone, Property, ClientTag, ClientCard, ClientSearch, CustomValue, Entry,
)  # fmt: skip
_IN_MEMORY = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Copy:
    """The statement that writes rows to a table, and the rows."""

    statement: str
    rows: "Sequence[tuple[Any, ...]] | IO[bytes]"


def seconds_to_load_again(run_id: int) -> float:
    """How long plain loading takes of all that an import created, indexes and constraints included."""
    copies = [_copy(model, f"{_client(model)} IN ({_CREATED})", [run_id]) for model in _TABLES]
    copies.append(_copy(RunRow, "run_id = %s", [run_id]))
    with transaction.atomic():
        seconds = seconds_of(lambda: _load(copies))
        transaction.set_rollback(True)
    return seconds


_CREATED = "SELECT client_id FROM runs_runrow WHERE run_id = %s AND outcome = 'created'"


def _client(model: type[models.Model]) -> str:
    return "id" if model is Client else "client_id"


def _copy(model: type[models.Model], where: str, params: list[int]) -> Copy:
    names = [field.column for field in model._meta.concrete_fields]
    shifted = ", ".join(f'"{name}" + {_SHIFT}' if name in _SHIFTED else f'"{name}"' for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    select = f"SELECT {shifted} FROM {model._meta.db_table} WHERE {where}"  # noqa: S608  # names, not input
    if connection.vendor == "postgresql":
        return Copy(f"COPY {model._meta.db_table} ({listed}) FROM STDIN", _copied(select, params))
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(select, params)
        insert = f"INSERT INTO {model._meta.db_table} ({listed}) VALUES ({marks})"  # noqa: S608  # names, not input
        return Copy(insert, cursor.fetchall())


def _copied(select: str, params: list[int]) -> IO[bytes]:
    kept = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # read later
    with connection.cursor() as cursor, cursor.copy(f"COPY ({select}) TO STDOUT", params) as copy:
        for part in copy:
            kept.write(part)
    kept.seek(0)
    return kept


def _load(copies: Sequence[Copy]) -> None:
    with connection.cursor() as cursor:
        for copy in copies:
            if isinstance(copy.rows, Sequence):
                cursor.executemany(copy.statement, copy.rows)
                continue
            with cursor.copy(copy.statement) as writing:
                while part := copy.rows.read(1 << 20):
                    writing.write(part)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
