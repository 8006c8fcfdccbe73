"""REST: invoices."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status
from pydantic import ConfigDict, Field

from doorstep.billing import actions
from doorstep.billing.lines import MAX_LINES, LineInput
from doorstep.billing.models import Invoice, InvoiceLine
from doorstep.billing.permissions import MANAGE_INVOICES, VIEW_MONEY
from doorstep.core.rest import ApiRequest, Page, Router, created, if_match, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import Cents, Day, Id, Input, OneOf, Output, Record, Text

router = Router("Invoices")
_Status = Annotated[str, OneOf(Invoice.Status)]
_LINE: dict[str, Any] = {"description": "Boiler service", "unit_cents": 12000, "tax_basis_points": 825}
_EXAMPLE: dict[str, Any] = {"customer_id": 1, "lines": [_LINE]}


class LineOut(Output):
    """One line; `net_cents` after discount and before tax."""

    description: str
    quantity_thousandths: int
    unit_cents: int
    discount_cents: int
    tax_basis_points: int
    net_cents: int
    tax_cents: int

    @classmethod
    def of(cls, line: InvoiceLine) -> Self:
        """The answer for a row."""
        return cls(**{name: getattr(line, name) for name in cls.model_fields})


class InvoiceOut(Record):
    """A bill. It has a number and days once it is issued; `paid_on`: the day it was paid in full."""

    path: ClassVar = "/invoices/{id}"

    number: int | None
    customer_id: int
    job_id: int | None
    property_id: int | None
    status: str
    issued_on: date | None
    due_on: date | None
    currency: str
    net_cents: int
    tax_cents: int
    total_cents: int
    paid_cents: int
    paid_on: date | None
    voided_at: datetime | None
    void_reason: str
    lines: list[LineOut]
    created_at: datetime
    version: int

    @classmethod
    def of(cls, row: Invoice, currency: str) -> Self:
        """The answer for a row with its lines."""
        names = cls.model_fields.keys() - {"id", "lines", "currency"}
        return cls(
            id=row.pk,
            currency=currency,
            lines=[LineOut.of(line) for line in row.lines.all()],
            **{name: getattr(row, name) for name in names},
        )


class LineIn(Input):
    """`quantity_thousandths`: 1500 is one and a half. `tax_basis_points`: 825 is 8.25 %."""

    description: Annotated[Text, Field(min_length=1, max_length=300)]
    unit_cents: Cents
    quantity_thousandths: Annotated[int, Field(ge=1, le=10**9)] = 1000
    discount_cents: Annotated[int, Field(ge=0, le=10**12)] = 0
    tax_basis_points: Annotated[int, Field(ge=0, le=10_000)] = 0


_Lines = Annotated[list[LineIn], Field(max_length=MAX_LINES)]


class InvoiceIn(Input):
    """A draft. With a job and no lines it gets one line with the job's title and price."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    customer_id: Id
    lines: _Lines = []
    job_id: Id | None = None
    property_id: Id | None = None


class InvoiceChange(Input):
    """The lines that replace a draft's."""

    lines: _Lines


class InvoiceIssue(Input):
    """`issued_on`: today when left out; `due_on`: by the customer's terms when left out."""

    issued_on: Day | None = None
    due_on: Day | None = None


class InvoiceVoid(Input):
    """Why, in a few words."""

    reason: Text


def _lines(payload: InvoiceIn | InvoiceChange) -> list[LineInput]:
    return [LineInput(**line.model_dump()) for line in payload.lines]


def _rows(request: ApiRequest) -> Any:
    return Invoice.objects.visible_to(request.actor).prefetch_related("lines")


def _out(request: ApiRequest, row: Invoice) -> InvoiceOut:
    return InvoiceOut.of(row, request.actor.workspace.currency)


@router.get("/invoices", needs=VIEW_MONEY, answer=Page[InvoiceOut])
def list_invoices(
    request: ApiRequest,
    limit: Limit = 50,
    cursor: CursorText = "",
    customer_id: Id | None = None,
    status: _Status | None = None,
) -> Page[InvoiceOut]:
    """List invoices, the newest first.

    `customer_id`, `status`: only those.
    """
    asked = {"customer_id": customer_id, "status": status}
    rows = _rows(request).filter(**{name: value for name, value in asked.items() if value is not None})
    return page_of_shapes(
        InvoiceOut, lambda row: _out(request, row), rows, cursor=cursor, limit=limit, newest_first=True
    )


@router.post("/invoices", needs=MANAGE_INVOICES, answer=InvoiceOut, status=201)
def create_invoice(request: ApiRequest, response: HttpResponse, payload: InvoiceIn) -> Status[InvoiceOut]:
    """Draft an invoice, from a job or alone.

    It has no number and counts nowhere until it is issued.
    """
    invoice = actions.create_invoice(
        actor=request.actor,
        customer_id=payload.customer_id,
        lines=_lines(payload),
        job_id=payload.job_id,
        property_id=payload.property_id,
    )
    return created(response, _out(request, invoice))


@router.get("/invoices/{invoice_id}", needs=VIEW_MONEY, answer=InvoiceOut)
def get_invoice(request: ApiRequest, response: HttpResponse, invoice_id: Id) -> InvoiceOut:
    """Get an invoice with its lines."""
    return versioned(response, _out(request, _rows(request).get(pk=invoice_id)))


@router.patch("/invoices/{invoice_id}", needs=MANAGE_INVOICES, answer=InvoiceOut)
def update_invoice(
    request: ApiRequest, response: HttpResponse, invoice_id: Id, payload: InvoiceChange
) -> InvoiceOut:
    """Replace a draft's lines."""
    invoice = actions.update_draft(
        actor=request.actor, invoice_id=invoice_id, version=if_match(request), lines=_lines(payload)
    )
    return versioned(response, _out(request, invoice))


@router.delete("/invoices/{invoice_id}", needs=MANAGE_INVOICES)
def delete_invoice(request: ApiRequest, invoice_id: Id) -> Status[None]:
    """Throw a draft away."""
    actions.delete_draft(actor=request.actor, invoice_id=invoice_id)
    return Status(204, None)


@router.post("/invoices/{invoice_id}/issue", needs=MANAGE_INVOICES, answer=InvoiceOut)
def issue_invoice(
    request: ApiRequest, response: HttpResponse, invoice_id: Id, payload: InvoiceIssue
) -> InvoiceOut:
    """Give a draft the next number and make it owed."""
    invoice = actions.issue_invoice(actor=request.actor, invoice_id=invoice_id, **payload.model_dump())
    return versioned(response, _out(request, invoice))


@router.post("/invoices/{invoice_id}/void", needs=MANAGE_INVOICES, answer=InvoiceOut)
def void_invoice(
    request: ApiRequest, response: HttpResponse, invoice_id: Id, payload: InvoiceVoid
) -> InvoiceOut:
    """Make an issued invoice owed no longer; its number stays taken."""
    invoice = actions.void_invoice(actor=request.actor, invoice_id=invoice_id, reason=payload.reason)
    return versioned(response, _out(request, invoice))
