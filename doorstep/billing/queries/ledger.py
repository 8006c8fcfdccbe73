"""Reads about invoices and payments. Amounts in minor units of the workspace's currency."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.billing.models import Allocation, Invoice, Payment
from doorstep.billing.permissions import VIEW_MONEY
from doorstep.core.days import year_before
from doorstep.identity.actor import Actor
from doorstep.identity.models import Workspace

_UNPAID = Q(status=Invoice.Status.ISSUED, paid_cents__lt=F("total_cents"))


@dataclass(frozen=True, slots=True)
class Received:
    """What payments that are not void have brought to one invoice, and the day of the latest of them."""

    cents: int = 0
    latest_on: date = date.min


def received_for(invoice_ids: Collection[int]) -> dict[int, Received]:
    """What has been received for each of these invoices, straight from the allocations. One statement.

    Call it after the invoices are locked: a sum inside the locking query would miss what rivals committed.
    """
    rows = (
        Allocation.objects.filter(invoice_id__in=invoice_ids, payment__voided_at=None)
        .values_list("invoice_id")
        .annotate(Sum("amount_cents"), Max("payment__received_on"))
    )
    found = {pk: Received(int(cents), latest_on) for pk, cents, latest_on in rows}
    return {pk: found.get(pk, Received()) for pk in invoice_ids}


def balance_cents(invoice: Invoice) -> int:
    """What is still owed on an invoice: 0 for drafts and void ones. One statement."""
    if invoice.status != Invoice.Status.ISSUED:
        return 0
    return invoice.total_cents - received_for([invoice.pk])[invoice.pk].cents


def open_invoices(actor: Actor, customer_id: int) -> QuerySet[Invoice]:
    """The customer's issued invoices that are not paid in full, the one due first at the top."""
    actor.require(VIEW_MONEY)
    unpaid = Invoice.objects.visible_to(actor).filter(_UNPAID, customer_id=customer_id)
    return unpaid.order_by("due_on", "pk")


def invoices_of(actor: Actor, customer_id: int) -> QuerySet[Invoice]:
    """All invoices of a customer: drafts first, then the latest."""
    actor.require(VIEW_MONEY)
    invoices = Invoice.objects.visible_to(actor).filter(customer_id=customer_id)
    return invoices.select_related("job").order_by(F("issued_on").desc(nulls_first=True), "-pk")


def payments_of(actor: Actor, customer_id: int) -> QuerySet[Payment]:
    """All payments of a customer, void ones too, the latest first, each with the invoices it went to."""
    actor.require(VIEW_MONEY)
    payments = Payment.objects.visible_to(actor).filter(customer_id=customer_id)
    return payments.order_by("-received_on", "-pk").prefetch_related("allocations__invoice")


def clients_leaving_window(workspace: Workspace, from_day: date, to_day: date) -> list[int]:
    """The clients whose revenue of the last twelve months is another on `to_day` than on `from_day`.

    Those with an invoice paid between the two cut-offs (core.days.year_before), in either direction, in case
    the workspace moved to another time zone. `from_day` may be NEVER. One statement, from an index alone.
    """
    first, last = sorted((year_before(from_day), year_before(to_day)))
    paid = Invoice.objects.filter(workspace=workspace, paid_on__gt=first, paid_on__lte=last)
    return list(paid.order_by("customer_id").values_list("customer_id", flat=True).distinct())


def overdue_words(invoice: Invoice, today: date) -> str:
    """How an issued invoice stands with its day, in words: "due today", "3 days overdue", "" once paid."""
    if invoice.status != Invoice.Status.ISSUED or invoice.paid_on or invoice.due_on is None:
        return ""
    days = (today - invoice.due_on).days
    if days > 0:
        return ngettext("%(n)d day overdue", "%(n)d days overdue", days) % {"n": days}
    if days == 0:
        return _("due today")
    return ngettext("due in %(n)d day", "due in %(n)d days", -days) % {"n": -days}
