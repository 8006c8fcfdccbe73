"""Bringing in 100,000 messy rows, trying them dry, and taking them back; through the product's own import."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from doorstep.clients.models import Client
from doorstep.identity.models import Membership
from doorstep.shell.management.bench.children import Finished, run_alone
from doorstep.shell.management.bench.raw_rows import seconds_to_load_again
from doorstep.shell.management.bench.results import Board
from doorstep.shell.management.bench.searching import spread
from doorstep.shell.sample.messy import Known, write_messy_csv

ROWS = 100_000
PART_OF_RAW, ROWS_PER_SECOND, MEGABYTES = 0.25, 5_000, 150
DRY_TIMES = 2.0


def measure_import(member: Membership, board: Board) -> None:
    """Measure import, dry run and undo. The workspace is afterwards as before."""
    with TemporaryDirectory() as folder:
        messy = Path(folder, "customers.csv")
        write_messy_csv(messy, ROWS, seed=member.workspace_id, existing=known(member.workspace_id, 2_000))
        idle = run_alone("check")  # everything is loaded, nothing is done
        dry = _import(member, messy, "--dry-run")
        done = _import(member, messy)
    said = _said(done)
    rate = ROWS / said["seconds"]
    _check(said)
    raw = said["created"] / seconds_to_load_again(said["run"])
    goal = f"≥ {PART_OF_RAW} of loading the same rows plainly, ≥ {ROWS_PER_SECOND:,} rows/s"
    met = rate >= max(ROWS_PER_SECOND, PART_OF_RAW * raw)
    board.add(f"import {ROWS:,} messy rows", rate, "rows/s", raw=raw, goal=goal, met=met)
    dry_rate = ROWS / _said(dry)["seconds"]
    goal = f"≥ {DRY_TIMES:g} × the import"
    board.add("import: dry run", dry_rate, "rows/s", raw=rate, goal=goal, met=dry_rate >= DRY_TIMES * rate)
    grown = done.peak_megabytes - idle.peak_megabytes
    goal = f"≤ {MEGABYTES} MB above idle"
    board.add("import: memory", grown, "MB", goal=goal, met=grown <= MEGABYTES)
    undone = _said(run_alone("import", "undo", str(said["run"]), "--json"))
    rate = (said["created"] + said["updated"]) / undone["seconds"]
    board.add("import: undo", rate, "rows/s", goal="all of it taken back", met=not undone.get("kept", 0))


def _import(member: Membership, file: Path, *options: str) -> Finished:
    where = ("--workspace", member.workspace.slug)
    return run_alone("import", "customers", str(file), *where, "--json", *options)


def _said(finished: Finished) -> dict[str, Any]:
    """The JSON object that the command ends with."""
    said: dict[str, Any] = json.loads(finished.output.splitlines()[-1])
    return said


def _check(said: dict[str, Any]) -> None:
    outcomes = sum(said[name] for name in ("created", "updated", "duplicates", "refused", "asked"))
    if outcomes != said["rows"] or said["rows"] != ROWS:
        raise RuntimeError(f"Rows are missing from the account: {said}")


def known(workspace_id: int, count: int) -> list[Known]:
    """Customers of the workspace, spread evenly, for a file to meet again."""
    clients = Client.objects.filter(pk__in=spread(workspace_id, count), kind=Client.Kind.PERSON)
    return [
        Known(
            client.first_name,
            client.last_name,
            phone=next((phone.e164 for phone in client.phones.all()), ""),
            email=client.email,
            zip_code=next((place.postcode for place in client.properties.all() if place.is_primary), ""),
        )
        for client in clients.prefetch_related("phones", "properties")
    ]
