"""Taking hold of invoices, and writing what every change to money leaves behind."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from doorstep.activity.actions import Happening, record_events
from doorstep.billing.lines import LineInput
from doorstep.billing.models import Invoice, InvoiceLine
from doorstep.clients.cards import refresh_figures
from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor

REASON_LENGTH = 300


def locked_invoice(actor: Actor, invoice_id: int) -> Invoice:
    """The invoice, locked until the transaction ends; DoesNotExist also when not visible to the actor."""
    return Invoice.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=invoice_id)


def locked_draft(actor: Actor, invoice_id: int) -> Invoice:
    """As `locked_invoice`; raises RuleBroken when it is not a draft any more."""
    invoice = locked_invoice(actor, invoice_id)
    if invoice.status != Invoice.Status.DRAFT:
        raise RuleBroken(
            _("Invoice %(invoice)s is issued and stays as it is. Void it and write a new one.")
            % {"invoice": invoice}
        )
    return invoice


def write_lines(invoice: Invoice, lines: Sequence[LineInput]) -> None:
    """Replace the saved draft's lines by these (checked) ones, and its sums in memory."""
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            workspace_id=invoice.workspace_id,
            invoice=invoice,
            position=position,
            description=line.description.strip(),
            quantity_thousandths=line.quantity_thousandths,
            unit_cents=line.unit_cents,
            discount_cents=line.discount_cents,
            tax_basis_points=line.tax_basis_points,
            net_cents=line.net_cents,
            tax_cents=line.tax_cents,
        )
        for position, line in enumerate(lines)
    )


def set_sums(invoice: Invoice, lines: Sequence[LineInput]) -> None:
    """The invoice's net, tax and total, in memory."""
    invoice.net_cents = sum(line.net_cents for line in lines)
    invoice.tax_cents = sum(line.tax_cents for line in lines)
    invoice.total_cents = invoice.net_cents + invoice.tax_cents


def finish(actor: Actor, customer_id: int, happenings: Iterable[Happening]) -> None:
    """Write the events, and the customer's figures that money moves."""
    record_events(list(happenings), actor=actor)
    refresh_figures(workspace=actor.workspace, client_ids=[customer_id], sources=("billing",))


def clean_reason(typed: str) -> str:
    """The reason, stripped; raises RuleBroken when there is none or it is too long."""
    reason = typed.replace("\x00", "").strip()
    if not reason:
        raise RuleBroken(_("Say why, in a few words."), field="reason")
    if len(reason) > REASON_LENGTH:
        raise RuleBroken(
            _("At most %(count)d characters fit here.") % {"count": REASON_LENGTH}, field="reason"
        )
    return reason
