"""The whole search for duplicates, beside the plain statements that group by phone, e-mail and name."""

from django.db import connection

from doorstep.duplicates.actions import scan
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.runs.models import Run
from doorstep.shell.management.bench.clock import seconds_of
from doorstep.shell.management.bench.results import Board

AT_MOST = 3.0
GOAL = f"≤ {AT_MOST:g} × the plain statements"

_PLAIN = (
    "SELECT e164, count(*) FROM clients_clientphone WHERE workspace_id = %s AND e164 <> ''",
    "SELECT email_key, count(*) FROM clients_client WHERE workspace_id = %s AND email_key <> ''",
    (
        "SELECT name_postcode_key, count(*) FROM clients_client"
        " WHERE workspace_id = %s AND name_postcode_key <> ''"
    ),
)


def measure_doubles(member: Membership, board: Board) -> None:
    """Measure both. The pairs that are found stay."""

    def plainly() -> None:
        with connection.cursor() as cursor:
            for statement in _PLAIN:
                cursor.execute(f"{statement} GROUP BY 1 HAVING count(*) > 1", [member.workspace_id])
                cursor.fetchall()

    runs: list[Run] = []
    raw = seconds_of(plainly)
    seconds = seconds_of(lambda: runs.append(scan(actor=Actor.of(member), at_once=True)))
    runs[-1].refresh_from_db()
    if runs[-1].state != Run.State.DONE:
        raise RuntimeError(f"{runs[-1]}: {runs[-1].state} {runs[-1].error}")
    name = f"look for duplicates among {board.customers:,}"
    board.add(name, seconds * 1000, "ms", raw=raw * 1000, goal=GOAL, met=seconds <= AT_MOST * raw)
