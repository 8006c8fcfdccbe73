"""The second wall: row-level security of PostgreSQL behind `visible_to`.

Inside the wall the connection works as the role `doorstep_tenant`, for which every table with a workspace
shows and takes the rows of one workspace only; a query that forgot `visible_to` finds nothing of another
company. On SQLite, or where the role could not be made (`doctor` tells), all of this does nothing.

The role and the workspace are set on the session, not in a transaction, so that a request needs just two
statements. A pooler in front must therefore keep a session per client (pgbouncer: `pool_mode = session`).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

ROLE = "doorstep_tenant"
VARIABLE = "doorstep.workspace_id"

_STAND = f"SELECT set_config('role', %s, false), set_config('{VARIABLE}', %s, false)"
POLICY = "doorstep_wall"
# Role and policies: a role that was made by hand has no grants before the wall is built (wall_building).
_STANDS = """
SELECT pg_has_role(session_user, r.oid, %s)
   AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = to_regclass('identity_workspace') AND polname = %s)
FROM pg_roles r WHERE r.rolname = %s
"""


class _Place(threading.local):
    """Where this thread's connection stands: inside a workspace, or (None) outside of the wall."""

    workspace_id: int | None = None


_place = _Place()
_known: dict[tuple[str, str, str], bool] = {}


def available() -> bool:
    """Whether there is a wall: PostgreSQL, switched on, built, and with a role this connection may become."""
    if connection.vendor != "postgresql" or not settings.WALL:
        return False
    place = connection.settings_dict
    key = (str(place["HOST"]), str(place["NAME"]), str(place["USER"]))
    if key not in _known:
        _known[key] = _stands()
    return _known[key]


def _stands() -> bool:
    connection.ensure_connection()
    # MEMBER became several rights in PostgreSQL 16; SET is the one that SET ROLE asks for.
    right = "SET" if connection.connection.info.server_version >= 160000 else "MEMBER"
    row = _execute(_STANDS, (right, POLICY, ROLE)).fetchone()
    return bool(row and row[0])


def forget_availability() -> None:
    """Ask again at the next call: the role may have been made meanwhile."""
    _known.clear()


def workspace_inside() -> int | None:
    """The workspace whose wall this thread is inside of, or None."""
    return _place.workspace_id


@contextmanager
def inside(workspace_id: int) -> Iterator[None]:
    """Show this thread only the rows of `workspace_id` until the block ends. May be nested."""
    if not available():
        yield
        return
    with _standing(workspace_id):
        yield


@contextmanager
def lifted() -> Iterator[None]:
    """Step outside for the few things that stand above workspaces: making one, joining one, switching."""
    if _place.workspace_id is None:
        yield
        return
    with _standing(None):
        yield


@contextmanager
def _standing(place: int | None) -> Iterator[None]:
    before = _place.workspace_id
    _stand(place)
    _place.workspace_id = place
    try:
        yield
    finally:
        _place.workspace_id = before
        _go_back(before)


def _stand(place: int | None) -> None:
    connection.ensure_connection()
    _execute(_STAND, ("none", "") if place is None else (ROLE, str(place)))


def _go_back(place: int | None) -> None:
    """Leave, whatever happened inside; a connection that cannot leave is closed rather than reused."""
    if connection.connection is None:
        return  # the next one starts where `_place` says
    if connection.connection.info.transaction_status == TransactionStatus.INERROR:
        # We came in within the transaction that failed; its rollback takes the setting back as well.
        return
    try:
        _stand(place)
    except psycopg.Error:
        connection.close()


def _execute(sql: str, params: tuple[str, ...]) -> Any:
    # Past Django's cursor: it refuses statements while an atomic block waits for its rollback, and the wall's
    # own statements are no queries of the page that is being counted.
    return connection.connection.execute(sql, params)


def stand_again(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Put a connection that was opened while inside back inside (signal `connection_created`)."""
    if _place.workspace_id is not None and connection.alias == "default":
        assert connection.connection is not None
        connection.connection.execute(_STAND, (ROLE, str(_place.workspace_id)))


def leave_for_good(**_signal: Any) -> None:
    """Bring a thread outside that is still inside when its next request begins (signal `request_started`)."""
    if _place.workspace_id is not None:
        _place.workspace_id = None
        _go_back(None)
