"""Which invoice gets how much of a payment."""

from collections.abc import Mapping, Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from doorstep.billing.models import Invoice
from doorstep.core.errors import RuleBroken
from doorstep.core.money import format_money
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor


def locked_payable(actor: Actor, customer_id: int, wanted: Mapping[int, int] | None) -> list[Invoice]:
    """The invoices a payment is for, locked in the order of their keys: the wanted ones, else all open ones.

    Raises Customer.DoesNotExist or Invoice.DoesNotExist, also when not visible to the actor; RuleBroken when
    one is another customer's or not issued, or when nothing is open.
    """
    visible = Invoice.objects.visible_to(actor).select_for_update(of=("self",)).order_by("pk")
    if wanted is None:
        unpaid = visible.filter(
            customer_id=customer_id, status=Invoice.Status.ISSUED, paid_cents__lt=F("total_cents")
        )
        invoices = list(unpaid)
        if not invoices:
            Customer.objects.visible_to(actor).get(pk=customer_id)
            raise RuleBroken(_("This customer has no open invoice."))
        return invoices
    invoices = list(visible.filter(pk__in=wanted))
    if len(invoices) < len(wanted):
        raise Invoice.DoesNotExist
    for invoice in invoices:
        _check_payable(invoice, customer_id)
    return invoices


def _check_payable(invoice: Invoice, customer_id: int) -> None:
    if invoice.customer_id != customer_id:
        raise RuleBroken(_("One of the invoices is another customer's."), field="allocations")
    if invoice.status != Invoice.Status.ISSUED:
        raise RuleBroken(_("Money is received for issued invoices only."), field="allocations")


def shares(
    actor: Actor,
    amount_cents: int,
    invoices: Sequence[Invoice],
    balances: Mapping[int, int],
    wanted: Mapping[int, int] | None,
) -> dict[int, int]:
    """How `amount_cents` is spread: {invoice id: cents}, adding up to it exactly, never above a balance.

    `balances`: what is owed on each, read after locking. `wanted`: as chosen; None: the one due first, first.
    """
    if wanted is None:
        return _oldest_first(actor, amount_cents, invoices, balances)
    if not wanted or sum(wanted.values()) != amount_cents:
        raise RuleBroken(_("The parts must add up to the amount received."), field="allocations")
    for invoice in invoices:
        if not 0 < wanted[invoice.pk] <= balances[invoice.pk]:
            raise RuleBroken(
                _("Invoice %(invoice)s: the amount must be above 0 and at most the balance of %(balance)s.")
                % {"invoice": invoice, "balance": _money(actor, balances[invoice.pk])},
                field="allocations",
                details={"invoice_id": invoice.pk, "balance_cents": balances[invoice.pk]},
            )
    return dict(wanted)


def _oldest_first(
    actor: Actor, amount_cents: int, invoices: Sequence[Invoice], balances: Mapping[int, int]
) -> dict[int, int]:
    left = amount_cents
    spread: dict[int, int] = {}
    for invoice in sorted(invoices, key=lambda each: (each.due_on, each.pk)):
        part = min(left, balances[invoice.pk])
        if part > 0:
            spread[invoice.pk] = part
            left -= part
    if left:
        raise RuleBroken(
            _("That is more than this customer owes: %(balance)s.")
            % {"balance": _money(actor, amount_cents - left)},
            field="amount_cents",
            details={"balance_cents": amount_cents - left},
        )
    return spread


def _money(actor: Actor, cents: int) -> str:
    return format_money(cents, actor.workspace.currency, actor.workspace.locale)
