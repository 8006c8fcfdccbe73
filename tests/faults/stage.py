"""A database of its own, real worker processes, and what a run left behind: for tests that kill.

Also run as a script inside that database: `python stage.py prepare N` and `python stage.py state RUN`.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Stage:
    """One fresh installation in `folder`, on SQLite or (with `database_url`) on PostgreSQL."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.env = {
            **os.environ,
            "DOORSTEP_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "doorstep.config.settings",
            "PYTHONPATH": str(ROOT),
            "DOORSTEP_LOG_LEVEL": "WARNING",
        }
        self.env.pop("DATABASE_URL", None)
        if database_url:
            self.env["DATABASE_URL"] = database_url
        self.workers: list[subprocess.Popen[bytes]] = []
        self.call("-m", "django", "migrate", "--verbosity", "0")

    def call(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def prepare(self, customers: int, runs: int = 1) -> list[int]:
        """So many customers, and that many queued runs, each of which tags them all; the runs' ids."""
        answer = self.call(str(Path(__file__)), "prepare", str(customers), str(runs))
        return json.loads(answer.splitlines()[-1])

    def state(self, run_id: int) -> dict[str, Any]:
        return json.loads(self.call(str(Path(__file__)), "state", str(run_id)).splitlines()[-1])

    def start_worker(self) -> subprocess.Popen[bytes]:
        worker = subprocess.Popen([sys.executable, "-m", "django", "worker"], env=self.env, cwd=ROOT)
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    def kill_workers(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                self.kill(worker)
        self.workers.clear()


@contextmanager
def looking(stage: Stage):
    """A connection beside everything: ask(sql, *values) -> the first row. Marks are `%s`."""
    url = stage.env.get("DATABASE_URL", "")
    if url:
        import psycopg

        connection: Any = psycopg.connect(url, autocommit=True)
    else:
        import sqlite3

        path = Path(stage.env["DOORSTEP_DATA"]) / "doorstep.sqlite3"
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)

    def ask(sql: str, *values: Any) -> Any:
        return connection.execute(sql if url else sql.replace("%s", "?"), values).fetchone()

    try:
        yield ask
    finally:
        connection.close()


def wait_until(condition, *, seconds: float, what: str) -> float:
    """How long it took; fails with `what` after `seconds`."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, f"{what}: not within {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - start


def prepare(customers: int, runs: int) -> list[int]:
    from django.db import transaction

    from doorstep.clients.cards import refresh_figures
    from doorstep.clients.models import Client
    from doorstep.customers.bulk import Selection, change_customers
    from doorstep.customers.models import Customer, CustomerType
    from doorstep.identity.models import Workspace
    from doorstep.identity.tests.builders import actor_of, make_member, make_workspace
    from doorstep.vocabulary.models import Tag

    number = Workspace.objects.count() + 1
    workspace = make_workspace(slug=f"stage-{number}")
    actor = actor_of(make_member(workspace, email=f"owner{number}@example.com"))
    kind = CustomerType.objects.create(workspace=actor.workspace, name="Residential", kind="person")
    with transaction.atomic():
        clients = Client.objects.bulk_create(
            [Client(workspace=actor.workspace, last_name=f"N{n}", name=f"N{n}") for n in range(customers)]
        )
        Customer.objects.bulk_create(
            [Customer(workspace=actor.workspace, client=one, type=kind) for one in clients]
        )
        refresh_figures(workspace=actor.workspace, client_ids=[one.pk for one in clients])
    return [
        change_customers(
            actor=actor,
            operation="tag",
            values={"tag_id": Tag.objects.create(workspace=actor.workspace, name=f"Tag {number}").pk},
            selection=Selection(everything=True),
        ).pk
        for number in range(runs)
    ]


def state(run_id: int) -> dict[str, Any]:
    from django.db.models import Count

    from doorstep.activity.models import Entry
    from doorstep.clients.cards import rebuild_figures
    from doorstep.clients.models import Client, ClientTag
    from doorstep.runs.models import Run, RunChunk

    run = Run.objects.get(pk=run_id)
    return {
        "state": run.state,
        "done": run.done,
        "counts": run.counts,
        "rows": run.rows.count(),
        "numbers": run.rows.aggregate(numbers=Count("number", distinct=True))["numbers"],
        "tagged": ClientTag.objects.filter(tag_id=run.params["values"]["tag_id"]).count(),
        "versions": sorted(
            set(Client.objects.filter(workspace=run.workspace).values_list("version", flat=True))
        ),
        "events": Entry.objects.filter(workspace=run.workspace, kind="customer.tagged").count(),
        "ended": Entry.objects.filter(kind="run.ended", subject_id=run.pk).count(),
        "wrong_cards": rebuild_figures(workspace=run.workspace, check=True),
        "chunks": RunChunk.objects.filter(run=run).count(),
    }


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "prepare":
        print(json.dumps(prepare(int(sys.argv[2]), int(sys.argv[3]))))
    else:
        print(json.dumps(state(int(sys.argv[2]))))
