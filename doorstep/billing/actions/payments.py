"""Receiving money, and taking that back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.actions import Happening
from doorstep.billing.allocating import locked_payable, shares
from doorstep.billing.changing import clean_reason, finish
from doorstep.billing.events import InvoicePaid, PaymentRecorded, PaymentVoided
from doorstep.billing.lines import MAX_CENTS
from doorstep.billing.models import Allocation, Invoice, Payment
from doorstep.billing.permissions import RECORD_PAYMENTS
from doorstep.billing.queries import Received, received_for
from doorstep.core.days import year_before
from doorstep.core.db import change
from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor

_REFERENCE_LENGTH = 80


@change
def record_payment(
    *,
    actor: Actor,
    customer_id: int,
    amount_cents: int,
    received_on: date,
    method: str,
    reference: str = "",
    allocations: Mapping[int, int] | None = None,
) -> Payment:
    """Record money received from a customer for one or many of its issued invoices.

    `amount_cents`: minor units of the workspace's currency, above 0. `received_on`: the day in the
    workspace's time zone, not in the future, and at most a year before the first of the invoices (a deposit
    may come early, a mistyped year is refused). `method`: a Payment.Method value. `allocations`:
    {invoice id: cents}, adding up to the amount; None: the invoice due first is paid first. No invoice ever
    gets more than its balance; one with nothing left to pay becomes paid on the latest day money came for it.
    Raises PermissionDenied; Customer.DoesNotExist, Invoice.DoesNotExist, also when not visible to the actor;
    RuleBroken with the field.
    """
    actor.require(RECORD_PAYMENTS)
    reference = reference.replace("\x00", "").strip()
    _check(actor, amount_cents, received_on, method, reference)
    invoices = locked_payable(actor, customer_id, allocations)
    # Lock first, add up second: a sum inside the locking query misses payments committed while it waited.
    received = received_for([invoice.pk for invoice in invoices])
    balances = {invoice.pk: invoice.total_cents - received[invoice.pk].cents for invoice in invoices}
    parts = shares(actor, amount_cents, invoices, balances, allocations)
    paid_for = [invoice for invoice in invoices if invoice.pk in parts]
    _check_not_long_before(received_on, paid_for)
    payment = Payment.objects.create(
        workspace=actor.workspace,
        customer_id=customer_id,
        amount_cents=amount_cents,
        received_on=received_on,
        method=method,
        reference=reference,
        created_by_id=actor.membership_id,
    )
    _allocate(payment, parts)
    now = {
        pk: Received(received[pk].cents + part, max(received[pk].latest_on, received_on))
        for pk, part in parts.items()
    }
    _keep(paid_for, now)
    finish(actor, customer_id, _recorded(payment, paid_for, parts))
    return payment


def _check(actor: Actor, amount_cents: int, received_on: date, method: str, reference: str) -> None:
    if not 0 < amount_cents <= MAX_CENTS:
        raise RuleBroken(_("The amount must be above 0."), field="amount_cents")
    if received_on > actor.workspace.today():
        raise RuleBroken(_("Money cannot be received in the future."), field="received_on")
    if method not in Payment.Method:
        raise RuleBroken(_("“%(value)s” is not one of the choices.") % {"value": method}, field="method")
    if len(reference) > _REFERENCE_LENGTH:
        raise RuleBroken(
            _("At most %(count)d characters fit here.") % {"count": _REFERENCE_LENGTH}, field="reference"
        )


def _check_not_long_before(received_on: date, invoices: Sequence[Invoice]) -> None:
    first = min(invoice.issued_on for invoice in invoices if invoice.issued_on)
    if received_on < year_before(first):
        raise RuleBroken(
            _("Check the year: that is more than a year before the invoice."), field="received_on"
        )


def _allocate(payment: Payment, parts: Mapping[int, int]) -> None:
    Allocation.objects.bulk_create(
        Allocation(
            workspace_id=payment.workspace_id, payment=payment, invoice_id=invoice_id, amount_cents=cents
        )
        for invoice_id, cents in parts.items()
    )


def _keep(invoices: Sequence[Invoice], received: Mapping[int, Received]) -> None:
    """Write on the (locked) invoices what has been received for them. One statement."""
    for invoice in invoices:
        total = received[invoice.pk]
        invoice.paid_cents = total.cents
        invoice.paid_on = total.latest_on if total.cents == invoice.total_cents else None
        invoice.version += 1
    Invoice.objects.bulk_update(invoices, ["paid_cents", "paid_on", "version"])


def _recorded(payment: Payment, invoices: Sequence[Invoice], parts: Mapping[int, int]) -> Iterator[Happening]:
    event = PaymentRecorded(
        amount_cents=payment.amount_cents,
        received_on=payment.received_on.isoformat(),
        method=payment.method,
        invoices=[[invoice.number or 0, parts[invoice.pk]] for invoice in invoices],
    )
    yield Happening(event, payment.customer_id, payment)
    for invoice in invoices:
        if invoice.paid_on:
            paid = InvoicePaid(
                number=invoice.number or 0,
                total_cents=invoice.total_cents,
                paid_on=invoice.paid_on.isoformat(),
            )
            yield Happening(paid, payment.customer_id, invoice)


@transaction.atomic
def void_payment(*, actor: Actor, payment_id: int, reason: str) -> Payment:
    """Take a payment back (bounced, mistyped): its invoices owe again what it had paid.

    Raises PermissionDenied; Payment.DoesNotExist, also when not visible to the actor; RuleBroken without a
    reason and for one that is void already.
    """
    actor.require(RECORD_PAYMENTS)
    reason = clean_reason(reason)
    payments = Payment.objects.visible_to(actor)
    parts = dict(
        Allocation.objects.filter(payment__in=payments.filter(pk=payment_id)).values_list(
            "invoice_id", "amount_cents"
        )
    )
    # Invoices before the payment: the order in which record_payment takes hold of them.
    invoices = list(Invoice.objects.select_for_update().filter(pk__in=parts).order_by("pk"))
    payment = payments.select_for_update(of=("self",)).get(pk=payment_id)
    if payment.voided_at is not None:
        raise RuleBroken(_("This payment is void already."))
    payment.voided_at, payment.void_reason = timezone.now(), reason
    payment.version += 1
    payment.save(update_fields=["voided_at", "void_reason", "version"])
    _keep(invoices, received_for(parts.keys()))
    event = PaymentVoided(
        amount_cents=payment.amount_cents,
        reason=reason,
        invoices=[[invoice.number or 0, parts[invoice.pk]] for invoice in invoices],
    )
    finish(actor, payment.customer_id, [Happening(event, payment.customer_id, payment)])
    return payment
