"""The invoices and the payments of a customer, as panels of its page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from doorstep.billing.permissions import MANAGE_INVOICES, RECORD_PAYMENTS, VIEW_MONEY
from doorstep.billing.queries import invoices_of, overdue_words, payments_of
from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.webkit.panels import page_of, show_panel
from doorstep.customers.models import Customer
from doorstep.identity.doors import ActorRequest, requires


@require_safe
@requires(VIEW_CUSTOMERS, VIEW_MONEY)
def invoices_panel(request: ActorRequest, customer_id: int) -> HttpResponse:
    """GET /customers/<id>/invoices/ — drafts first, then the latest, 20 a page."""
    context = _context(request, customer_id)
    page = page_of(invoices_of(request.actor, customer_id), request.GET.get("page"))
    today = request.actor.workspace.today()
    for invoice in page.object_list:
        invoice.due_words = overdue_words(invoice, today)
        invoice.balance = invoice.total_cents - invoice.paid_cents
        invoice.is_overdue = bool(invoice.due_words) and invoice.due_on < today
    return show_panel(request, "billing", "invoices_panel", {**context, "page": page})


@require_safe
@requires(VIEW_CUSTOMERS, VIEW_MONEY)
def payments_panel(request: ActorRequest, customer_id: int) -> HttpResponse:
    """GET /customers/<id>/payments/ — the latest first, void ones too, 20 a page."""
    context = _context(request, customer_id)
    page = page_of(payments_of(request.actor, customer_id), request.GET.get("page"))
    return show_panel(request, "billing", "payments_panel", {**context, "page": page})


def _context(request: ActorRequest, customer_id: int) -> dict[str, Any]:
    actor = request.actor
    customers = Customer.objects.visible_to(actor).select_related("client__card")
    return {
        "customer": get_object_or_404(customers, pk=customer_id),
        "may_invoice": actor.can(MANAGE_INVOICES),
        "may_receive": actor.can(RECORD_PAYMENTS),
    }
