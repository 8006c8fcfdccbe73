"""Where the benchmark works: a database of its own for each size, beside the configured one."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from doorstep.clients.models import Client
from doorstep.identity.models import Membership, Role, Workspace
from doorstep.shell.sample.company import found
from doorstep.shell.sample.generator import VERSION, generate

SLUG = f"bench-{VERSION}"
SEED = 1


@dataclass(frozen=True, slots=True)
class BenchPlace:
    """A database and a data folder for one size."""

    size: int
    database_url: str
    folder: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process needs to work there."""
        own = {"DATABASE_URL": self.database_url, "DOORSTEP_DATA": str(self.folder)}
        return os.environ | own | {"DJANGO_SETTINGS_MODULE": "doorstep.config.settings"}


def bench_place(size: int) -> BenchPlace:
    """The place for a size; its database is made when missing, which PostgreSQL must allow the login."""
    folder = settings.DATA_DIR / "bench" / f"{connection.vendor}-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    if connection.vendor != "postgresql":
        return BenchPlace(size, f"sqlite:///{folder / 'bench.sqlite3'}", folder)
    name = f"doorstep_bench_{size}"
    _make_database(name)
    server, _slash, _configured = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")
    return BenchPlace(size, f"{server}/{name}", folder)


def _make_database(name: str) -> None:
    params = connection.get_connection_params()
    login = {key: params[key] for key in ("host", "port", "user", "password", "dbname") if params.get(key)}
    with psycopg.connect(**login, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def doorstep(place: BenchPlace, *arguments: str) -> None:
    """Run a `doorstep` command in the place, its output on ours. Raises CalledProcessError when it fails."""
    command = [sys.executable, "-W", "ignore", "-m", "django", *arguments]
    subprocess.run(command, env=dict(place.environment), check=True)  # noqa: S603  # our own program


def owner_of_bench(size: int, say: Callable[[str], None]) -> Membership:
    """The owner in the workspace with so many customers; both are made when they are not there yet."""
    workspace = Workspace.objects.filter(slug=SLUG).first() or found(SLUG, "Bench")
    # A run that was broken off may have left some, or none.
    missing = size - Client.objects.filter(workspace=workspace).count()
    if missing > 0:
        say(f"Making {missing:,} customers. The next run finds them here.")
        generate(workspace, missing, SEED, tell=lambda done: None)
        settle()
    return Membership.objects.select_related("workspace", "user").get(workspace=workspace, role=Role.OWNER)


def settle() -> None:
    """Let the planner know the tables as they are now."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
