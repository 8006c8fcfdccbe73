"""Recording payments through the API, beside the plain statements that would do."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from doorstep.activity.models import HandledRequest
from doorstep.billing.actions import void_payment
from doorstep.billing.models import Invoice
from doorstep.identity import wall
from doorstep.identity.actions import create_token, revoke_token
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.shell.management.bench.clock import Timings
from doorstep.shell.management.bench.results import Board

PAYMENTS = 30
STATEMENTS, TIMES_RAW = 15, 4.0
WALL_STATEMENTS = 2  # into it and out of it, past the cursor that counts
GOAL = f"≤ {STATEMENTS} statements; database ≤ {TIMES_RAW:g} × the plain statements"

_KEY = "bench-"
_STATEMENTS = (
    "SELECT total_cents, paid_cents FROM billing_invoice WHERE id = %(invoice)s {lock}",
    """INSERT INTO billing_payment (workspace_id, customer_id, amount_cents, received_on, method, reference,
         void_reason, created_at, version)
       VALUES (%(workspace)s, %(customer)s, %(cents)s, %(today)s, 'card', '', '', %(now)s, 1) RETURNING id""",
    """INSERT INTO billing_allocation (workspace_id, payment_id, invoice_id, amount_cents)
       VALUES (%(workspace)s, %(payment)s, %(invoice)s, %(cents)s)""",
    """UPDATE billing_invoice SET paid_cents = paid_cents + %(cents)s, paid_on = %(today)s,
         version = version + 1 WHERE id = %(invoice)s""",
    """INSERT INTO activity_entry (workspace_id, at, kind, actor_name, via, client_id, subject_kind,
         subject_id, data)
       VALUES (%(workspace)s, %(now)s, 'payment.recorded', 'Bench', 'api', %(customer)s, 'billing.payment',
         %(payment)s, '{{}}')""",
    """UPDATE clients_clientcard SET open_balance_cents = open_balance_cents - %(cents)s,
         lifetime_revenue_cents = lifetime_revenue_cents + %(cents)s, last_payment_on = %(today)s,
         last_paid_on = %(today)s WHERE client_id = %(customer)s""",
    """INSERT INTO clients_countdelta (workspace_id, fact, day, delta)
       VALUES (%(workspace)s, 5, %(today)s, 1)""",
)


def measure_payments(member: Membership, board: Board) -> None:
    """Pay some invoices in full, one request each, as a careful program asks: with an Idempotency-Key.

    The payments are voided afterwards. One request in thirty also reports to the shared allowance, in some
    statements more than are named here.
    """
    actor = Actor.of(member)
    owed = Invoice.objects.filter(
        workspace=member.workspace, status=Invoice.Status.ISSUED, paid_cents__lt=F("total_cents")
    )
    invoices = list(owed.order_by("-pk")[: PAYMENTS + 3])
    plain = Timings()
    for invoice in invoices:
        _pay_plainly(member, invoice, plain)
    token, secret = create_token(actor=actor, name="Benchmark")
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    paid = Timings()
    made: list[int] = []
    for turn, invoice in enumerate(invoices):
        asked = _asked(member, invoice)
        counted = paid if turn > 2 else Timings()
        counted.turn(lambda: made.append(_post(client, asked)))  # noqa: B023  # called at once
    for payment_id in made:
        void_payment(actor=actor, payment_id=payment_id, reason="Benchmark")
    revoke_token(actor=actor, token_id=token.pk)
    HandledRequest.objects.filter(workspace=member.workspace, key__startswith=_KEY).delete()
    spent, raw = paid.typical_database, plain.typical_database
    statements = paid.typical_statements + (WALL_STATEMENTS if wall.available() else 0)
    met = statements <= STATEMENTS and spent <= TIMES_RAW * raw
    board.add(
        "payment through the API", spent, "ms", raw=raw, goal=GOAL, met=met, database_ms=spent,
        statements=statements,
    )  # fmt: skip
    goal = "for information: the whole request"
    board.add("payment through the API: whole request", paid.typical, "ms", goal=goal, met=True)


def _asked(member: Membership, invoice: Invoice) -> dict[str, Any]:
    cents = invoice.total_cents - invoice.paid_cents
    return {
        "customer_id": invoice.customer_id,
        "amount_cents": cents,
        "received_on": member.workspace.today().isoformat(),
        "method": "card",
        "allocations": [{"invoice_id": invoice.pk, "amount_cents": cents}],
    }


def _post(client: Client, asked: dict[str, Any]) -> int:
    response = client.post(
        "/api/v1/payments",
        asked,
        content_type="application/json",
        headers={"Idempotency-Key": _KEY + uuid4().hex},
    )
    if response.status_code != 201:
        raise RuntimeError(f"The payment was answered by {response.status_code}: {response.content!r}")
    return int(response.json()["id"])


def _pay_plainly(member: Membership, invoice: Invoice, timings: Timings) -> None:
    params: dict[str, Any] = {
        "workspace": member.workspace_id,
        "customer": invoice.customer_id,
        "invoice": invoice.pk,
        "cents": invoice.total_cents - invoice.paid_cents,
        "today": member.workspace.today(),
        "now": timezone.now(),
    }
    with transaction.atomic():
        timings.turn(lambda: _execute(_STATEMENTS, params))
        transaction.set_rollback(True)


def _execute(statements: Sequence[str], params: dict[str, Any]) -> None:
    lock = "FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(lock=lock), params)
            if "RETURNING" in statement:
                params["payment"] = cursor.fetchone()[0]
