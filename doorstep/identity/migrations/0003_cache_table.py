"""The table of the shared cache, in which rate limits count. Django keeps it outside of its migrations."""

from django.core.management import call_command
from django.db import migrations

TABLE = "doorstep_cache"


def create_table(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_invitation_sent_at")]

    operations = [
        migrations.RunPython(create_table, migrations.RunPython.noop),
    ]
