"""What a transaction may leave until later, on PostgreSQL; SQLite has nothing to wait for."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection


def commit_without_waiting() -> None:
    """Let this transaction's commit not wait for the disk; what it did is there for everybody at once.

    Only a crash of the database server within the next moments can lose it, and then as a whole. It is for
    work in steps that tells by the same transaction how far it is.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")


def check_at_once() -> None:
    """Check foreign keys with each statement from here on, not all of them when the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def without_waiting() -> Iterator[None]:
    """Send the statements of the block one after the other; what went wrong with any is raised at its end.

    So the server works on one while the next is being made. No answer can be asked for inside.
    """
    if connection.vendor != "postgresql" or not psycopg.Pipeline.is_supported():
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield
