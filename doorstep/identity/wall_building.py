"""Builds the wall after each `migrate`: the role, its grants, and a policy on every table of a workspace.

Everything is compared with what is there first, so that it costs a few reads when nothing is missing.
"""

import logging
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from doorstep.identity.models import Workspace
from doorstep.identity.wall import POLICY, ROLE, VARIABLE, forget_availability

logger = logging.getLogger(__name__)

# Nothing is set outside of the wall: then the policy compares with NULL, and no row fits.
_CONDITION = f"NULLIF(current_setting('{VARIABLE}', true), '')::bigint"
# Roles belong to the whole server: another database's migration may make it at the same moment.
_MAKE_ROLE = f"""
DO $$ BEGIN
    CREATE ROLE {ROLE} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
_SCHEMA = "SELECT quote_ident(current_schema()), has_schema_privilege(%s, current_schema(), 'USAGE')"
_OWN_TABLES_WITHOUT_GRANT = """
SELECT quote_ident(t.relname) FROM pg_class t
WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p')
  AND pg_has_role(t.relowner, 'USAGE') AND NOT has_table_privilege(%s, t.oid, 'INSERT')
"""
# CASE: has_sequence_privilege fails on what is no sequence, and the planner orders conditions as it likes.
_OWN_SEQUENCES_WITHOUT_GRANT = """
SELECT quote_ident(s.relname) FROM pg_class s
WHERE s.relnamespace = current_schema()::regnamespace AND pg_has_role(s.relowner, 'USAGE')
  AND CASE WHEN s.relkind = 'S' THEN NOT has_sequence_privilege(%s, s.oid, 'USAGE') ELSE false END
"""
_WALLED_NOW = """
SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity AND p.polname = %s
"""


def after_migrate(using: str, **_signal: Any) -> None:
    """Build what is missing (signal `post_migrate` of this app, which comes after all migrations)."""
    build_wall(using)


def build_wall(using: str = "default") -> bool:
    """Make role, grants and policies; False, with a word in the log, when this login may not make roles."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return False
    try:
        with transaction.atomic(using=using):
            _make_role(connection)
            _grant(connection)
            for table in missing_policies(using):
                _add_policy(connection, table)
    except DatabaseError as error:
        logger.warning(
            "No row-level security: role %s is not ready (%s). `doorstep doctor` says how to mend it.",
            ROLE,
            str(error).strip(),
        )
        return False
    finally:
        forget_availability()
    return True


def walled_tables() -> dict[str, str]:
    """Each table that stands behind the wall, with the column that names its workspace."""
    tables = {Workspace._meta.db_table: "id"}
    for model in apps.get_models(include_auto_created=True):
        if _is_walled(model):
            tables[model._meta.db_table] = "workspace_id"
    return tables


def missing_policies(using: str = "default") -> list[str]:
    """Tables that should stand behind the wall and do not."""
    with connections[using].cursor() as cursor:
        cursor.execute(_WALLED_NOW, [POLICY])
        standing = {row[0] for row in cursor.fetchall()}
        there = set(connections[using].introspection.table_names(cursor))
    return sorted((walled_tables().keys() & there) - standing)


def _is_walled(model: type[Model]) -> bool:
    if not model._meta.managed or not getattr(model, "walled", True):
        return False
    return any(field.attname == "workspace_id" for field in model._meta.local_concrete_fields)


def _make_role(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:
            cursor.execute(_MAKE_ROLE)
        cursor.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", [ROLE])
        row = cursor.fetchone()
        if not (row and row[0]):
            cursor.execute(f"GRANT {ROLE} TO CURRENT_USER")


def _grant(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SCHEMA, [ROLE])
        schema, may_use = cursor.fetchone() or ("public", False)
        if not may_use:
            cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {ROLE}")
        cursor.execute(_OWN_TABLES_WITHOUT_GRANT, [ROLE])
        if tables := [row[0] for row in cursor.fetchall()]:
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE {', '.join(tables)} TO {ROLE}")
        cursor.execute(_OWN_SEQUENCES_WITHOUT_GRANT, [ROLE])
        if sequences := [row[0] for row in cursor.fetchall()]:
            cursor.execute(f"GRANT USAGE, SELECT ON SEQUENCE {', '.join(sequences)} TO {ROLE}")
        if tables:
            # Tables that come later, by a migration or not, such as the cache's.
            default = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT"
            cursor.execute(f"{default} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {ROLE}")
            cursor.execute(f"{default} USAGE, SELECT ON SEQUENCES TO {ROLE}")


def _add_policy(connection: BaseDatabaseWrapper, table: str) -> None:
    quoted, column = connection.ops.quote_name(table), walled_tables()[table]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY")
        cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {quoted}")
        cursor.execute(f"CREATE POLICY {POLICY} ON {quoted} TO {ROLE} USING ({column} = {_CONDITION})")
