"""The name stands beside the text that search looks through, so that finds are put in order without the cards.

PostgreSQL estimates from its statistics how many texts have a word, and chooses by that: they are made finer.
"""

from importlib import import_module
from typing import Any

import doorstep.core.db
from django.db import migrations, models

_INSTALL = import_module("doorstep.clients.migrations.0002_search_and_facets").install

#: The trigrams of every row would be entered again by the UPDATE: building the index anew is quicker.
_BEFORE = "DROP INDEX IF EXISTS client_search_trgm"
_FILL = """UPDATE clients_clientsearch SET sort_name = k.sort_name FROM clients_clientcard k
    WHERE k.client_id = clients_clientsearch.client_id"""
_AFTER = (
    "CREATE INDEX client_search_trgm ON clients_clientsearch USING gin (workspace_id, text gin_trgm_ops)",
    "ALTER TABLE clients_clientsearch ALTER COLUMN text SET STATISTICS 1000",
    "ALTER TABLE clients_clientsearch ALTER COLUMN sort_name SET STATISTICS 1000",
    "ANALYZE clients_clientsearch",
)


def before(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_BEFORE)


def fill(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(_FILL)


def after(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in _AFTER:
            schema_editor.execute(statement)
    else:
        _INSTALL(apps, schema_editor)  # the table was made anew, without its triggers


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0006_orders_without_table"),
        ("identity", "0003_cache_table"),
    ]

    operations = [
        migrations.RunPython(before, migrations.RunPython.noop),
        migrations.AddField(
            model_name="clientsearch",
            name="sort_name",
            field=doorstep.core.db.FoldedField(default="", max_length=120),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="clientsearch",
            index=models.Index(fields=["workspace", "sort_name", "client"], name="search_name"),
        ),
        migrations.RunPython(after, migrations.RunPython.noop),
    ]
