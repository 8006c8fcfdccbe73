"""Making an invoice owed, and taking that back."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import Happening
from doorstep.billing.changing import clean_reason, finish, locked_draft, locked_invoice
from doorstep.billing.events import InvoiceIssued, InvoiceVoided
from doorstep.billing.models import Invoice
from doorstep.billing.permissions import MANAGE_INVOICES
from doorstep.billing.queries import balance_cents
from doorstep.core.days import FIRST_DAY
from doorstep.core.errors import RuleBroken
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
from doorstep.identity.models import next_number

#: The days to pay of customers that have no terms of their own.
DEFAULT_TERMS_DAYS = 14


@transaction.atomic
def issue_invoice(
    *, actor: Actor, invoice_id: int, issued_on: date | None = None, due_on: date | None = None
) -> Invoice:
    """Give a draft the next invoice number, without gaps, and make it owed.

    `issued_on`: the day in the workspace's time zone (None: today), not in the future. `due_on`: from that
    day on; None: by the customer's payment terms, else 14 days later. Raises PermissionDenied,
    Invoice.DoesNotExist, and RuleBroken for one that is issued already or whose total is zero.
    """
    actor.require(MANAGE_INVOICES)
    invoice = locked_draft(actor, invoice_id)
    if invoice.total_cents <= 0:
        raise RuleBroken(_("There is nothing to pay on this invoice: its total is zero."))
    issued_on = issued_on or actor.workspace.today()
    due_on = due_on or issued_on + timedelta(days=_terms_days(invoice.customer_id))
    _check_days(actor, issued_on, due_on)
    invoice.status = Invoice.Status.ISSUED
    invoice.issued_on, invoice.due_on = issued_on, due_on
    invoice.version += 1
    # The number last: its sequence stays locked until the transaction ends.
    invoice.number = next_number(actor.workspace_id, "invoice")
    invoice.save(update_fields=["status", "issued_on", "due_on", "number", "version"])
    event = InvoiceIssued(number=invoice.number, total_cents=invoice.total_cents, due_on=due_on.isoformat())
    finish(actor, invoice.customer_id, [Happening(event, invoice.customer_id, invoice)])
    return invoice


def _terms_days(customer_id: int) -> int:
    own = Customer.objects.values_list("payment_terms_days", flat=True).get(pk=customer_id)
    return DEFAULT_TERMS_DAYS if own is None else own


def _check_days(actor: Actor, issued_on: date, due_on: date) -> None:
    if issued_on > actor.workspace.today():
        raise RuleBroken(_("An invoice cannot be issued in the future."), field="issued_on")
    if issued_on < FIRST_DAY:
        raise RuleBroken(_("Check the year."), field="issued_on")
    if due_on < issued_on:
        raise RuleBroken(_("An invoice cannot be due before it is issued."), field="due_on")


@transaction.atomic
def void_invoice(*, actor: Actor, invoice_id: int, reason: str) -> Invoice:
    """Make an issued invoice owed no longer; its number stays taken.

    Raises PermissionDenied, Invoice.DoesNotExist, and RuleBroken without a reason, for one that is not
    issued, and while money received is allocated to it.
    """
    actor.require(MANAGE_INVOICES)
    reason = clean_reason(reason)
    invoice = locked_invoice(actor, invoice_id)
    if invoice.status != Invoice.Status.ISSUED or invoice.number is None:
        raise RuleBroken(_("Only an issued invoice can be voided."))
    if balance_cents(invoice) != invoice.total_cents:
        raise RuleBroken(_("Money was received for this invoice. Void its payments first."))
    invoice.status, invoice.void_reason, invoice.voided_at = Invoice.Status.VOID, reason, timezone.now()
    invoice.version += 1
    invoice.save(update_fields=["status", "void_reason", "voided_at", "version"])
    event = InvoiceVoided(number=invoice.number, total_cents=invoice.total_cents, reason=reason)
    finish(actor, invoice.customer_id, [Happening(event, invoice.customer_id, invoice)])
    return invoice
