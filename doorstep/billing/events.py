"""What can happen to invoices and payments. Days are ISO texts, amounts minor units.

All of these speak of money: they are for people who may see it (`VIEW_MONEY`).
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from doorstep.activity.events import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceCreated(Event):
    """A draft was made; it has no number yet."""

    kind: ClassVar[str] = "invoice.created"
    total_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceUpdated(Event):
    """A draft's lines changed. `changes`: {"total_cents": [old, new], "lines": [old, new]}."""

    kind: ClassVar[str] = "invoice.updated"
    changes: dict[str, list[Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceDeleted(Event):
    """A draft was thrown away."""

    kind: ClassVar[str] = "invoice.deleted"
    total_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceIssued(Event):
    """A draft got its number and became owed."""

    kind: ClassVar[str] = "invoice.issued"
    number: int
    total_cents: int
    due_on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoicePaid(Event):
    """Nothing is owed on the invoice any more."""

    kind: ClassVar[str] = "invoice.paid"
    number: int
    total_cents: int
    paid_on: str


@dataclass(frozen=True, kw_only=True, slots=True)
class InvoiceVoided(Event):
    """The invoice is owed no longer; its number stays taken."""

    kind: ClassVar[str] = "invoice.voided"
    number: int
    total_cents: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentRecorded(Event):
    """`invoices`: [[invoice number, amount], …]."""

    kind: ClassVar[str] = "payment.recorded"
    amount_cents: int
    received_on: str
    method: str
    invoices: list[list[int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentVoided(Event):
    """`invoices`: [[invoice number, amount put back], …]."""

    kind: ClassVar[str] = "payment.voided"
    amount_cents: int
    reason: str
    invoices: list[list[int]]
