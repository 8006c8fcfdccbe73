"""The forms that make, issue and void invoices."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from doorstep.billing import actions
from doorstep.billing.models import Invoice
from doorstep.billing.permissions import MANAGE_INVOICES
from doorstep.billing.web.forms import InvoiceForm, ReasonForm
from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.dialogs import done, refused, show_dialog
from doorstep.core.webkit.panels import posted
from doorstep.customers.models import Customer
from doorstep.identity.doors import ActorRequest, requires
from doorstep.jobs.models import Job
from doorstep.jobs.queries import jobs_of

_MOST_JOBS = 50


@requires(MANAGE_INVOICES)
def create_invoice(request: ActorRequest, customer_id: int) -> HttpResponse:
    """/customers/<id>/invoices/new/?job=<id> — an invoice of one line, drafted or issued at once."""
    get_object_or_404(Customer.objects.visible_to(request.actor), pk=customer_id)
    jobs = list(jobs_of(request.actor, customer_id).exclude(status=Job.Status.CANCELLED)[:_MOST_JOBS])
    job = next((one for one in jobs if str(one.pk) == request.GET.get("job")), None)
    form = InvoiceForm(posted(request), workspace=request.actor.workspace, jobs=jobs, job=job)
    if form.is_valid():
        with form.showing_broken_rules():
            return _changed(request, _create(request, customer_id, form))
    return show_dialog(
        request,
        form,
        title=_("New invoice"),
        submit=_("Create"),
        back=_panel_of(customer_id),
        backlabel=_("Invoices"),
    )


@transaction.atomic
def _create(request: ActorRequest, customer_id: int, form: InvoiceForm) -> Invoice:
    """Both steps or none: an invoice that cannot be issued leaves no draft behind."""
    invoice = actions.create_invoice(
        actor=request.actor, customer_id=customer_id, lines=[form.line()], job_id=form.cleaned_data["job_id"]
    )
    if form.cleaned_data["issue"]:
        invoice = actions.issue_invoice(actor=request.actor, invoice_id=invoice.pk)
    return invoice


@require_POST
@requires(MANAGE_INVOICES)
def issue_invoice(request: ActorRequest, invoice_id: int) -> HttpResponse:
    """POST /invoices/<id>/issue/ — give a draft its number."""
    invoice = _invoice(request, invoice_id)
    try:
        invoice = actions.issue_invoice(actor=request.actor, invoice_id=invoice_id)
    except RuleBroken as broken:
        return refused(request, _panel_of(invoice.customer_id), broken)
    return _changed(request, invoice)


@require_POST
@requires(MANAGE_INVOICES)
def delete_draft(request: ActorRequest, invoice_id: int) -> HttpResponse:
    """POST /invoices/<id>/delete/ — throw a draft away."""
    invoice = _invoice(request, invoice_id)
    try:
        actions.delete_draft(actor=request.actor, invoice_id=invoice_id)
    except RuleBroken as broken:
        return refused(request, _panel_of(invoice.customer_id), broken)
    return _changed(request, invoice, _("The draft is deleted."))


@requires(MANAGE_INVOICES)
def void_invoice(request: ActorRequest, invoice_id: int) -> HttpResponse:
    """/invoices/<id>/void/ — make an issued invoice owed no longer."""
    invoice = _invoice(request, invoice_id)
    form = ReasonForm(posted(request))
    if form.is_valid():
        with form.showing_broken_rules():
            actions.void_invoice(actor=request.actor, invoice_id=invoice_id, **form.cleaned_data)
            return _changed(request, invoice, _("Invoice %(invoice)s is void.") % {"invoice": invoice})
    return show_dialog(
        request,
        form,
        title=_("Void invoice %(invoice)s") % {"invoice": invoice},
        hint=_("Its number stays taken; nothing is owed on it any more."),
        submit=_("Void the invoice"),
        back=_panel_of(invoice.customer_id),
        backlabel=_("Invoices"),
        danger=True,
    )


def _invoice(request: ActorRequest, invoice_id: int) -> Invoice:
    return get_object_or_404(Invoice.objects.visible_to(request.actor), pk=invoice_id)


def _changed(request: ActorRequest, invoice: Invoice, words: str = "") -> HttpResponse:
    if not words and invoice.number:
        words = _("Invoice %(invoice)s is issued.") % {"invoice": invoice}
    words = words or _("The draft is saved.")
    return done(request, _panel_of(invoice.customer_id), words)


def _panel_of(customer_id: int) -> str:
    return reverse("billing:panel", args=[customer_id])
