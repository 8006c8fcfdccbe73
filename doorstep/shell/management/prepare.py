"""Bring the database and the static files to what this version expects; does nothing when they are there."""

import hashlib
from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from doorstep.identity.wall_building import build_wall


def prepare_database() -> bool:
    """Apply missing migrations and make the cache's table; answers whether any migration was missing."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    missing = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    else:
        # Migrating builds it too; without, somebody may have made its role since (see `doorstep doctor`).
        build_wall()
    # Django keeps this table outside its migrations. Rate limits need a cache that all web processes share.
    call_command("createcachetable", verbosity=0)
    return missing


def static_sources() -> Iterator[str]:
    """Describe each static file in a line that changes when the file does."""
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield f"{path} {storage.size(path)} {storage.get_modified_time(path).timestamp()}"


def prepare_static() -> bool:
    """Collect the static files when one has changed since they were last collected; answers whether."""
    # Beside the folder, not in it: what is in it is served to everybody.
    mark_file = settings.DATA_DIR / "static.mark"
    mark = hashlib.sha256("\n".join(sorted(static_sources())).encode()).hexdigest()
    if settings.STATIC_ROOT.exists() and mark_file.exists() and mark_file.read_text() == mark:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark_file.write_text(mark)
    return True
