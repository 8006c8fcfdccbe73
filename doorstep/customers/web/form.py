"""Adding a customer, and editing one."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doorstep.core.webkit.htmx import flash, go_to
from doorstep.customers.models import Customer
from doorstep.customers.permissions import MANAGE_CUSTOMERS
from doorstep.customers.web.form_entry import CustomerEdit, CustomerEntry
from doorstep.identity.doors import ActorRequest, requires


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def create(request: ActorRequest) -> HttpResponse:
    """GET, POST /customers/new: the empty form, saving it."""
    entry = CustomerEntry(request.actor, request.POST if request.method == "POST" else None)
    customer = entry.save() if request.method == "POST" else None
    if customer is None:
        return render(request, "customers/form.html", {"entry": entry}, status=entry.status)
    flash(request, _("%(name)s was added.") % {"name": customer.client.name})
    if "another" in request.POST:
        return go_to(request, "customers:create")
    return _to_record(request, customer)


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def edit(request: ActorRequest, customer_id: int) -> HttpResponse:
    """GET, POST /customers/<id>/edit: the filled form, saving it."""
    customers = Customer.objects.visible_to(request.actor).select_related("client", "type")
    customer = customers.get(pk=customer_id)
    entry = CustomerEdit(request.actor, customer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and entry.save():
        flash(request, _("Saved."))
        return _to_record(request, customer)
    back = reverse("customers:record", args=[customer.pk])
    return render(request, "customers/form.html", {"entry": entry, "back": back}, status=entry.status)


def _to_record(request: ActorRequest, customer: Customer) -> HttpResponse:
    """The customer's page; the list for a member who gave it to somebody whose customers they do not see."""
    if Customer.objects.visible_to(request.actor).filter(pk=customer.pk).exists():
        return go_to(request, "customers:record", customer.pk)
    return go_to(request, "customers:list")
