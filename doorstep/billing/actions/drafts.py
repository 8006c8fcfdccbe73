"""Writing invoices before they count."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.billing.changing import locked_draft, set_sums, write_lines
from doorstep.billing.events import InvoiceCreated, InvoiceDeleted, InvoiceUpdated
from doorstep.billing.lines import LineInput, check_lines
from doorstep.billing.models import Invoice
from doorstep.billing.permissions import MANAGE_INVOICES
from doorstep.clients.models import Property
from doorstep.core.errors import RuleBroken
from doorstep.core.versions import merge_edits
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
from doorstep.jobs.models import Job


@transaction.atomic
def create_invoice(
    *,
    actor: Actor,
    customer_id: int,
    lines: Sequence[LineInput] = (),
    job_id: int | None = None,
    property_id: int | None = None,
) -> Invoice:
    """Draft an invoice, from a job or alone. It has no number and counts nowhere until it is issued.

    `lines`: 1 to 200; none with a job means one line with the job's title and price. `property_id`: one of
    the customer's (default: the job's). Dormant and archived customers can be invoiced for what was done.
    Raises PermissionDenied; Customer.DoesNotExist, Job.DoesNotExist, Property.DoesNotExist, also when not
    visible to the actor or not the customer's; RuleBroken for lines that make no sense and a cancelled job.
    """
    actor.require(MANAGE_INVOICES)
    customer = Customer.objects.visible_to(actor).get(pk=customer_id)
    job = _job(actor, customer_id, job_id)
    if property_id is not None:
        Property.objects.visible_to(actor).get(pk=property_id, client_id=customer_id)
    if job and not lines:
        lines = [LineInput(description=job.title, unit_cents=job.price_cents)]
    check_lines(lines)
    invoice = Invoice(
        workspace=actor.workspace,
        customer=customer,
        job=job,
        property_id=property_id or (job.property_id if job else None),
        created_by_id=actor.membership_id,
    )
    set_sums(invoice, lines)
    invoice.save()
    write_lines(invoice, lines)
    event = InvoiceCreated(total_cents=invoice.total_cents)
    record_event(event, actor=actor, client_id=customer_id, about=invoice)
    return invoice


def _job(actor: Actor, customer_id: int, job_id: int | None) -> Job | None:
    if job_id is None:
        return None
    job = Job.objects.visible_to(actor).get(pk=job_id, customer_id=customer_id)
    if job.status == Job.Status.CANCELLED:
        raise RuleBroken(
            _("Job #%(number)d was cancelled: there is nothing to invoice.") % {"number": job.number},
            field="job_id",
        )
    return job


@transaction.atomic
def update_draft(*, actor: Actor, invoice_id: int, version: int, lines: Sequence[LineInput]) -> Invoice:
    """Replace a draft's lines.

    `version`: of the draft the editor was looking at; when somebody saved in between, StaleVersion shows both
    sets of lines. Raises also PermissionDenied, Invoice.DoesNotExist, and RuleBroken once it is issued.
    """
    actor.require(MANAGE_INVOICES)
    invoice = locked_draft(actor, invoice_id)
    stored = _stored_lines(invoice)
    wanted = list(lines)
    if stored == wanted:
        return invoice
    if version != invoice.version:
        merge_edits(mine={"lines": wanted}, stored={"lines": stored}, seen=None, version=invoice.version)
    check_lines(wanted)
    before = invoice.total_cents
    set_sums(invoice, wanted)
    invoice.version += 1
    invoice.save(update_fields=["net_cents", "tax_cents", "total_cents", "version"])
    invoice.lines.all().delete()
    write_lines(invoice, wanted)
    changes = {"total_cents": [before, invoice.total_cents], "lines": [len(stored), len(wanted)]}
    record_event(InvoiceUpdated(changes=changes), actor=actor, client_id=invoice.customer_id, about=invoice)
    return invoice


def _stored_lines(invoice: Invoice) -> list[LineInput]:
    return [
        LineInput(
            description=line.description,
            unit_cents=line.unit_cents,
            quantity_thousandths=line.quantity_thousandths,
            discount_cents=line.discount_cents,
            tax_basis_points=line.tax_basis_points,
        )
        for line in invoice.lines.all()
    ]


@transaction.atomic
def delete_draft(*, actor: Actor, invoice_id: int) -> None:
    """Throw a draft away. Raises PermissionDenied, Invoice.DoesNotExist, and RuleBroken once it is issued."""
    actor.require(MANAGE_INVOICES)
    invoice = locked_draft(actor, invoice_id)
    event = InvoiceDeleted(total_cents=invoice.total_cents)
    record_event(event, actor=actor, client_id=invoice.customer_id, about=invoice)
    invoice.delete()
