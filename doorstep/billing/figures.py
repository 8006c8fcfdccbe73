"""The card's columns that the money knows."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, OuterRef, Q, Subquery, Sum

from doorstep.billing.models import Invoice, Payment
from doorstep.core.days import year_before
from doorstep.core.db import FAR, NEVER
from doorstep.core.figures import Figures
from doorstep.identity.models import Workspace

_OPEN = Q(paid_cents__lt=F("total_cents"))
_PAID = Q(paid_on__isnull=False)


class _OncePerGroup(Subquery):
    """A look-up by the group's key alone, which Django would group by as well: once for each row."""

    def get_group_by_cols(self) -> list[Any]:
        return []


_LAST_PAYMENT = _OncePerGroup(
    Payment.objects.filter(customer_id=OuterRef("customer_id"), voided_at=None)
    .order_by("-received_on")
    .values("received_on")[:1]
)


def money_figures(client_ids: Sequence[int], *, workspace: Workspace, today: date) -> Figures:
    """Revenue, balance, invoices, payments and what is overdue. One statement.

    Only issued invoices count, and payments that are not void. Revenue is the totals of paid invoices; the
    recent part those paid after the same day last year (core.days.year_before).
    """
    rows = _money_sums(client_ids, workspace, year_before(today))
    return {row.pop("customer_id"): _columns(row) for row in rows}


def _columns(sums: dict[str, Any]) -> dict[str, Any]:
    unpaid_since = sums.pop("earliest_due_on")
    return {
        **{name: value or 0 for name, value in sums.items() if name.endswith(("_cents", "_count"))},
        **{name: value or NEVER for name, value in sums.items() if name.endswith("_on")},
        "overdue_on": unpaid_since + timedelta(days=1) if unpaid_since else FAR,
    }


def _money_sums(client_ids: Sequence[int], workspace: Workspace, cut_off: date) -> Any:
    # Whoever has paid has an issued invoice: all money is allocated, and what got money cannot be voided.
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
            last_payment_on=_LAST_PAYMENT,
        )
    )
