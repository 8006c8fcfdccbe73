"""An installation of its own for each module, on the kind of database that the suite runs on."""

import os
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings

from tests.faults.stage import Stage, looking


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """A fresh installation on the kind of database that the suite runs on."""
    folder = tmp_path_factory.mktemp("installation")
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Stage(folder)
        return
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"doorstep_faults_{os.getpid()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        yield Stage(folder, urlunsplit(server._replace(path=f"/{name}")))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def stage(installation):
    """The installation, with no worker left over from the test before."""
    yield installation
    installation.kill_workers()


@pytest.fixture
def ask(stage):
    with looking(stage) as asking:
        yield asking


@pytest.fixture
def progress(ask):
    """The state of a run, and how many of its records are done."""
    return lambda run: ask("SELECT state, done FROM runs_run WHERE id = %s", run)
