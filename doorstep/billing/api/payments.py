"""REST: payments."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status
from pydantic import ConfigDict, Field

from doorstep.billing import actions
from doorstep.billing.models import Payment
from doorstep.billing.permissions import RECORD_PAYMENTS, VIEW_MONEY
from doorstep.core.rest import ApiRequest, Page, Router, created, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import Day, Id, Input, OneOf, Output, Record, Text

router = Router("Payments")
_Amount = Annotated[int, Field(ge=1, le=10**12, description="Minor units of the workspace's currency.")]


class AllocationOut(Output):
    """The part of a payment that went to one invoice."""

    invoice_id: int
    amount_cents: int


class PaymentOut(Record):
    """Money received from a customer; all of it is allocated to invoices. A void one counts no more."""

    path: ClassVar = "/payments/{id}"

    customer_id: int
    amount_cents: int
    currency: str
    received_on: date
    method: str
    reference: str
    voided_at: datetime | None
    void_reason: str
    allocations: list[AllocationOut]
    created_at: datetime
    version: int

    @classmethod
    def of(cls, row: Payment, currency: str, parts: Mapping[int, int] | None = None) -> Self:
        """The answer for a row. `parts`: cents by invoice, when they are known already."""
        names = cls.model_fields.keys() - {"id", "allocations", "currency"}
        if parts is None:
            parts = {part.invoice_id: part.amount_cents for part in row.allocations.all()}
        return cls(
            id=row.pk,
            currency=currency,
            allocations=[AllocationOut(invoice_id=pk, amount_cents=cents) for pk, cents in parts.items()],
            **{name: getattr(row, name) for name in names},
        )


class AllocationIn(Input):
    """How much of the payment goes to one invoice, at most its balance."""

    invoice_id: Id
    amount_cents: _Amount


class PaymentIn(Input):
    """`allocations` add up to the amount; without them the invoice that is due first is paid first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "customer_id": 1,
                    "amount_cents": 12000,
                    "received_on": "2026-11-20",
                    "method": "card",
                    "allocations": [{"invoice_id": 1, "amount_cents": 12000}],
                }
            ]
        }
    )

    customer_id: Id
    amount_cents: _Amount
    received_on: Day
    method: Annotated[str, OneOf(Payment.Method)]
    reference: Annotated[Text, Field(max_length=80)] = ""
    allocations: Annotated[list[AllocationIn], Field(min_length=1, max_length=500)] | None = None

    def parts(self) -> dict[int, int] | None:
        """Cents by invoice; two parts for one invoice are one."""
        if self.allocations is None:
            return None
        parts: dict[int, int] = {}
        for part in self.allocations:
            parts[part.invoice_id] = parts.get(part.invoice_id, 0) + part.amount_cents
        return parts


class PaymentVoid(Input):
    """Why, in a few words."""

    reason: Text


def _rows(request: ApiRequest) -> Any:
    return Payment.objects.visible_to(request.actor).prefetch_related("allocations")


def _out(request: ApiRequest, row: Payment) -> PaymentOut:
    return PaymentOut.of(row, request.actor.workspace.currency)


@router.get("/payments", needs=VIEW_MONEY, answer=Page[PaymentOut])
def list_payments(
    request: ApiRequest, limit: Limit = 50, cursor: CursorText = "", customer_id: Id | None = None
) -> Page[PaymentOut]:
    """List payments, void ones too, the newest first.

    `customer_id`: only those of this customer.
    """
    rows = _rows(request)
    rows = rows if customer_id is None else rows.filter(customer_id=customer_id)
    return page_of_shapes(
        PaymentOut, lambda row: _out(request, row), rows, cursor=cursor, limit=limit, newest_first=True
    )


@router.post("/payments", needs=RECORD_PAYMENTS, answer=PaymentOut, status=201)
def record_payment(request: ApiRequest, response: HttpResponse, payload: PaymentIn) -> Status[PaymentOut]:
    """Record money received, for one or many invoices of a customer.

    No invoice ever gets more than its balance. Send an `Idempotency-Key`, so that a repetition after a lost
    connection records nothing twice.
    """
    parts = payload.parts()
    payment = actions.record_payment(
        actor=request.actor,
        customer_id=payload.customer_id,
        amount_cents=payload.amount_cents,
        received_on=payload.received_on,
        method=payload.method,
        reference=payload.reference,
        allocations=parts,
    )
    currency = request.actor.workspace.currency
    return created(response, PaymentOut.of(payment, currency, parts))


@router.get("/payments/{payment_id}", needs=VIEW_MONEY, answer=PaymentOut)
def get_payment(request: ApiRequest, response: HttpResponse, payment_id: Id) -> PaymentOut:
    """Get a payment with the invoices it went to."""
    return versioned(response, _out(request, _rows(request).get(pk=payment_id)))


@router.post("/payments/{payment_id}/void", needs=RECORD_PAYMENTS, answer=PaymentOut)
def void_payment(
    request: ApiRequest, response: HttpResponse, payment_id: Id, payload: PaymentVoid
) -> PaymentOut:
    """Take a payment back: its invoices owe again what it had paid."""
    payment = actions.void_payment(actor=request.actor, payment_id=payment_id, reason=payload.reason)
    return versioned(response, _out(request, payment))
