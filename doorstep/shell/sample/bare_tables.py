"""Loading into empty tables without their indexes, which are made again at the end: several times as fast."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from django.db import connection, models


def without_indexes(tables: Sequence[type[models.Model]]) -> AbstractContextManager[None]:
    """Take the tables' indexes away, and what else is kept row by row, and put all of it back.

    Inside one transaction, so that nothing is lost when the load fails. The tables must be empty.
    """
    names = [model._meta.db_table for model in tables]
    return _bare_postgresql(names) if connection.vendor == "postgresql" else _bare_sqlite(names)


# Indexes that stand for a constraint go and come with it. Foreign keys first, since they lean on the keys;
# primary keys stay.
_CONSTRAINTS = """
    SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u') ORDER BY contype
"""
_INDEXES = """
    SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
"""


@contextmanager
def _bare_postgresql(names: list[str]) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(_CONSTRAINTS, [names])
        constraints = cursor.fetchall()
        for table, name, _definition in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(_INDEXES, [names])
        indexes = cursor.fetchall()
        for index, _definition in indexes:
            cursor.execute(f"DROP INDEX {index}")
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _index, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in reversed(constraints):
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


# What the triggers of clients.migrations do row by row, in the order of the tables they fill.
_FILL = (
    "INSERT INTO clients_search_fts(clients_search_fts) VALUES ('rebuild')",
    """INSERT INTO clients_card_facet (workspace_id, facet, client_id)
       SELECT workspace_id, value, client_id FROM clients_clientcard, json_each(facets) ORDER BY 1, 2, 3""",
)


@contextmanager
def _bare_sqlite(names: list[str]) -> Iterator[None]:
    marks = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"  # noqa: S608  # marks only
            f" AND type IN ('index', 'trigger') AND tbl_name IN ({marks}) ORDER BY type",
            names,
        )
        found = cursor.fetchall()
        for kind, name, _definition in found:
            cursor.execute(f'DROP {kind} "{name}"')
        yield
        for _kind, _name, definition in found:
            # A definition may hold per cent signs: without parameters they are only signs.
            cursor.execute(definition)
        for statement in _FILL:
            cursor.execute(statement)
