"""Tagging 10,000 customers at once and taking it back, beside the plain statements that would do."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import Client
from doorstep.customers.bulk import Selection, change_customers
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.runs.actions import undo_run
from doorstep.runs.models import Run
from doorstep.shell.management.bench.clock import seconds_of
from doorstep.shell.management.bench.results import Board
from doorstep.vocabulary.models import Tag

CUSTOMERS = 10_000
AT_MOST = 3.0
GOAL = f"≤ {AT_MOST:g} × the plain statements"

_ENTRIES = """
    INSERT INTO activity_entry (workspace_id, at, kind, actor_name, via, client_id, subject_kind, data)
    SELECT %(workspace)s, %(now)s, 'customer.tagged', 'Bench', 'web', client_id, 'customers.customer',
           '{"tag": "Bench"}'
    FROM bench_chosen
"""
_ROWS = """
    INSERT INTO runs_runrow (workspace_id, run_id, number, outcome, reason, client_id, version, before)
    SELECT %(workspace)s, %(run)s, client_id, 'changed', '', client_id, 1, '{}' FROM bench_chosen
"""
_VERSIONS = """
    UPDATE clients_client SET version = version + 1, updated_at = %(now)s
    WHERE id IN (SELECT client_id FROM bench_chosen)
"""
_CARDS = (
    "UPDATE clients_clientcard SET facets = {changed} WHERE client_id IN (SELECT client_id FROM bench_chosen)"
)
_ADDED = {
    "postgresql": "array_append(facets, %(facet)s)",
    "sqlite": "json_insert(facets, '$[#]', %(facet)s)",
}
_TAKEN = {
    "postgresql": "array_remove(facets, %(facet)s)",
    "sqlite": "(SELECT json_group_array(value) FROM json_each(facets) WHERE value <> %(facet)s)",
}


def measure_bulk(member: Membership, board: Board) -> None:
    """Measure both. The customers are afterwards tagged as before."""
    actor = Actor.of(member)
    tag, _made = Tag.objects.get_or_create(workspace=member.workspace, name="Bench")
    clients = Client.objects.filter(workspace=member.workspace, archived_at=None).order_by("name")
    ids = tuple(clients.values_list("pk", flat=True)[: min(CUSTOMERS, board.customers)])
    values = {"tag_id": tag.pk}
    runs: list[Run] = []

    def tag_all() -> None:
        runs.append(
            change_customers(
                actor=actor, operation="tag", values=values, selection=Selection(ids), at_once=True
            )
        )

    tagged = seconds_of(tag_all)
    _require(runs[-1], len(ids), "changed")
    untagged = seconds_of(lambda: runs.append(undo_run(actor=actor, run_id=runs[0].pk, at_once=True)))
    _require(runs[-1], len(ids), "undone")
    raw_tagged, raw_untagged = _plainly(member, ids, tag.pk, runs[0].pk)
    for name, seconds, raw in (
        (f"tag {len(ids):,} at once", tagged, raw_tagged),
        (f"take the tag off {len(ids):,} again", untagged, raw_untagged),
    ):
        met = seconds <= AT_MOST * raw
        board.add(name, seconds * 1000, "ms", raw=raw * 1000, goal=GOAL, met=met)


def _require(run: Run, count: int, outcome: str) -> None:
    run.refresh_from_db()
    if run.counts.get(outcome) != count:
        raise RuntimeError(f"{run}: {run.state} {run.counts} {run.error}")


def _plainly(member: Membership, ids: Sequence[int], tag_id: int, run_id: int) -> tuple[float, float]:
    """Seconds that the statements take for tagging and for taking it back; nothing of it stays."""
    vendor = connection.vendor
    params: dict[str, Any] = {
        "workspace": member.workspace_id,
        "tag": tag_id,
        "facet": facet(Facet.TAG, tag_id),
        "run": run_id,
        "now": timezone.now(),
    }
    add = (
        "INSERT INTO clients_clienttag (workspace_id, client_id, tag_id)"
        " SELECT %(workspace)s, client_id, %(tag)s FROM bench_chosen"
    )
    take = (
        "DELETE FROM clients_clienttag"
        " WHERE tag_id = %(tag)s AND client_id IN (SELECT client_id FROM bench_chosen)"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_chosen (client_id bigint PRIMARY KEY)")
        cursor.executemany("INSERT INTO bench_chosen VALUES (%s)", [(one,) for one in ids])
        forth = (add, _CARDS.format(changed=_ADDED[vendor]), _VERSIONS, _ENTRIES, _ROWS)
        back = (take, _CARDS.format(changed=_TAKEN[vendor]), _VERSIONS, _ENTRIES, _ROWS)
        seconds = [
            seconds_of(lambda run=statements: [cursor.execute(one, params) for one in run])  # type: ignore[misc]  # mypy cannot tell what a default is
            for statements in (forth, back)
        ]
        transaction.set_rollback(True)
    return seconds[0], seconds[1]
