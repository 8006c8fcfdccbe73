"""History is written once: the database itself refuses to change or remove an entry.

Two things remain possible. Whoever has a right to be forgotten: an entry's fields may be replaced by
{"redacted": true}, and nothing else of it. And a workspace that is removed takes its entries with it:
once its own row is gone they may go.

A later migration that rebuilds the table on SQLite (AlterField does) drops its triggers: call `install`
again after it.
"""

from typing import Any

from django.db import migrations

REDACTED = '{"redacted": true}'

POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION activity_entry_stands() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.data = '{REDACTED}'::jsonb
            AND to_jsonb(NEW) - 'data' = to_jsonb(OLD) - 'data' THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'DELETE'
            AND NOT EXISTS (SELECT 1 FROM identity_workspace WHERE id = OLD.workspace_id) THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'activity_entry is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE OR REPLACE TRIGGER activity_entry_append_only BEFORE UPDATE OR DELETE ON activity_entry
    FOR EACH ROW EXECUTE FUNCTION activity_entry_stands()""",
]

_COLUMNS = (
    *("id", "workspace_id", "at", "kind", "actor_id", "actor_name", "via", "client_id"),
    *("subject_kind", "subject_id"),
)
_SAME = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in _COLUMNS)

SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS activity_entry_no_update BEFORE UPDATE ON activity_entry
    WHEN NOT (json(NEW.data) = json('{REDACTED}') AND {_SAME})
    BEGIN SELECT RAISE(ABORT, 'activity_entry is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS activity_entry_no_delete BEFORE DELETE ON activity_entry
    WHEN EXISTS (SELECT 1 FROM identity_workspace WHERE id = OLD.workspace_id)
    BEGIN SELECT RAISE(ABORT, 'activity_entry is append-only'); END""",
]


def install(apps: Any, schema_editor: Any) -> None:
    """Create what is not there yet."""
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("activity", "0002_handled_requests"), ("identity", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
