"""The indexes Django has no word for: trigram search and facets.

PostgreSQL has GIN. SQLite has FTS5 with the trigram tokenizer for search, and for facets a side table;
triggers keep both, so that on either database whoever writes the row has done all there is to do.

A later migration that rebuilds one of the two tables on SQLite (AlterField does) drops its triggers:
call `install` again after it.
"""

from typing import Any

from django.db import migrations

POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS btree_gin",
    "CREATE INDEX client_search_trgm ON clients_clientsearch USING gin (workspace_id, text gin_trgm_ops)",
    "CREATE INDEX card_facets ON clients_clientcard USING gin (facets)",
    "ALTER TABLE clients_clientcard ALTER COLUMN facets SET STATISTICS 1000",
    # Prefix search on the folded name (LIKE 'abc%') is served by card_name: the column's collation is "C".
]

SQLITE = [
    """CREATE VIRTUAL TABLE IF NOT EXISTS clients_search_fts USING fts5(
         text, content='clients_clientsearch', content_rowid='client_id', tokenize='trigram')""",
    """CREATE TRIGGER IF NOT EXISTS clients_search_added AFTER INSERT ON clients_clientsearch BEGIN
         INSERT INTO clients_search_fts(rowid, text) VALUES (new.client_id, new.text); END""",
    """CREATE TRIGGER IF NOT EXISTS clients_search_gone AFTER DELETE ON clients_clientsearch BEGIN
         INSERT INTO clients_search_fts(clients_search_fts, rowid, text)
         VALUES ('delete', old.client_id, old.text); END""",
    """CREATE TRIGGER IF NOT EXISTS clients_search_changed AFTER UPDATE OF text ON clients_clientsearch
       WHEN old.text IS NOT new.text BEGIN
         INSERT INTO clients_search_fts(clients_search_fts, rowid, text)
         VALUES ('delete', old.client_id, old.text);
         INSERT INTO clients_search_fts(rowid, text) VALUES (new.client_id, new.text); END""",
    """CREATE TABLE IF NOT EXISTS clients_card_facet (
         workspace_id integer NOT NULL, facet integer NOT NULL, client_id integer NOT NULL,
         PRIMARY KEY (workspace_id, facet, client_id)) WITHOUT ROWID""",
    """CREATE TRIGGER IF NOT EXISTS clients_card_added AFTER INSERT ON clients_clientcard BEGIN
         INSERT INTO clients_card_facet SELECT new.workspace_id, value, new.client_id
         FROM json_each(new.facets); END""",
    """CREATE TRIGGER IF NOT EXISTS clients_card_gone AFTER DELETE ON clients_clientcard BEGIN
         DELETE FROM clients_card_facet WHERE workspace_id = old.workspace_id AND client_id = old.client_id
         AND facet IN (SELECT value FROM json_each(old.facets)); END""",
    """CREATE TRIGGER IF NOT EXISTS clients_card_changed AFTER UPDATE OF facets ON clients_clientcard
       WHEN old.facets IS NOT new.facets BEGIN
         DELETE FROM clients_card_facet WHERE workspace_id = old.workspace_id AND client_id = old.client_id
         AND facet IN (SELECT value FROM json_each(old.facets));
         INSERT INTO clients_card_facet SELECT new.workspace_id, value, new.client_id
         FROM json_each(new.facets); END""",
]


def install(apps: Any, schema_editor: Any) -> None:
    """Create what is not there yet."""
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial")]
    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
