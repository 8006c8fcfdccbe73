"""The card's columns that the money knows."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Sum

from doorstep.billing.models import Invoice, Payment
from doorstep.core.days import year_before
from doorstep.core.db import FAR, NEVER
from doorstep.core.figures import Figures
from doorstep.identity.models import Workspace

_OPEN = Q(paid_cents__lt=F("total_cents"))
_PAID = Q(paid_on__isnull=False)


def money_figures(client_ids: Sequence[int], *, workspace: Workspace, today: date) -> Figures:
    """Revenue, balance, invoices, payments and what is overdue. Two statements.

    Only issued invoices count, and payments that are not void. Revenue is the totals of paid invoices; the
    recent part those paid after the same day last year (core.days.year_before).
    """
    figures: Figures = {}
    for pk, last_payment_on in _last_payments(client_ids, workspace):
        figures[pk] = {"last_payment_on": last_payment_on}
    for row in _invoice_sums(client_ids, workspace, year_before(today)):
        figures.setdefault(row.pop("customer_id"), {}).update(_columns(row))
    return figures


def _columns(sums: dict[str, Any]) -> dict[str, Any]:
    unpaid_since = sums.pop("earliest_due_on")
    return {
        **{name: value or 0 for name, value in sums.items() if name.endswith(("_cents", "_count"))},
        **{name: value or NEVER for name, value in sums.items() if name.endswith("_on")},
        "overdue_on": unpaid_since + timedelta(days=1) if unpaid_since else FAR,
    }


def _last_payments(client_ids: Sequence[int], workspace: Workspace) -> Any:
    payments = Payment.objects.filter(workspace=workspace, customer_id__in=client_ids, voided_at=None)
    return payments.values_list("customer_id").annotate(Max("received_on"))


def _invoice_sums(client_ids: Sequence[int], workspace: Workspace, cut_off: date) -> Any:
    return (
        Invoice.objects.filter(workspace=workspace, customer_id__in=client_ids, status=Invoice.Status.ISSUED)
        .values("customer_id")
        .annotate(
            lifetime_revenue_cents=Sum("total_cents", filter=_PAID),
            recent_revenue_cents=Sum("total_cents", filter=Q(paid_on__gt=cut_off)),
            open_balance_cents=Sum(F("total_cents") - F("paid_cents")),
            invoice_count=Count("pk"),
            last_invoice_on=Max("issued_on"),
            last_paid_on=Max("paid_on"),
            earliest_due_on=Min("due_on", filter=_OPEN),
        )
    )
