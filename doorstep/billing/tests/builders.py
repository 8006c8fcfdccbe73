"""Invoices and payments for tests, made through the actions. Every default can be seen here."""

from collections.abc import Mapping
from datetime import date

from doorstep.billing.actions import create_invoice, issue_invoice, record_payment
from doorstep.billing.lines import LineInput
from doorstep.billing.models import Invoice, Payment
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor


def line(unit_cents: int = 10_000, **fields: int) -> LineInput:
    """One hundred of the workspace's currency, untaxed."""
    return LineInput(description="Boiler service", unit_cents=unit_cents, **fields)


def make_draft(actor: Actor, customer: Customer, *lines: LineInput) -> Invoice:
    return create_invoice(actor=actor, customer_id=customer.pk, lines=lines or [line()])


def make_invoice(
    actor: Actor,
    customer: Customer,
    *,
    total_cents: int = 10_000,
    issued_on: date | None = None,
    due_on: date | None = None,
) -> Invoice:
    """An issued invoice of one untaxed line, today unless `issued_on` is given."""
    draft = make_draft(actor, customer, line(total_cents))
    return issue_invoice(actor=actor, invoice_id=draft.pk, issued_on=issued_on, due_on=due_on)


def make_payment(
    actor: Actor,
    customer: Customer,
    amount_cents: int,
    *,
    received_on: date | None = None,
    method: str = Payment.Method.CARD,
    reference: str = "",
    allocations: Mapping[int, int] | None = None,
) -> Payment:
    return record_payment(
        actor=actor,
        customer_id=customer.pk,
        amount_cents=amount_cents,
        received_on=received_on or actor.workspace.today(),
        method=method,
        reference=reference,
        allocations=allocations,
    )
