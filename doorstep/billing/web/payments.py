"""The forms that record and void payments."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from doorstep.billing import actions
from doorstep.billing.models import Payment
from doorstep.billing.permissions import RECORD_PAYMENTS, VIEW_MONEY
from doorstep.billing.queries import open_invoices
from doorstep.billing.web.forms import PaymentForm, ReasonForm
from doorstep.core.webkit.dialogs import done, show_dialog
from doorstep.core.webkit.panels import posted
from doorstep.customers.models import Customer
from doorstep.identity.doors import ActorRequest, requires


@requires(VIEW_MONEY, RECORD_PAYMENTS)
def record_payment(request: ActorRequest, customer_id: int) -> HttpResponse:
    """/customers/<id>/payments/new/ — money received, for the invoices due first or for one."""
    actor = request.actor
    customer = get_object_or_404(Customer.objects.visible_to(actor), pk=customer_id)
    form = PaymentForm(
        posted(request),
        workspace=actor.workspace,
        customer=customer,
        open_invoices=open_invoices(actor, customer_id),
    )
    if form.is_valid():
        with form.showing_broken_rules():
            actions.record_payment(actor=actor, customer_id=customer_id, **form.arguments())
            return _changed(request, customer_id, _("The payment is recorded."))
    title = _("Record payment")
    return show_dialog(
        request, form, title=title, submit=title, back=_panel_of(customer_id), backlabel=_("Invoices")
    )


@requires(VIEW_MONEY, RECORD_PAYMENTS)
def void_payment(request: ActorRequest, payment_id: int) -> HttpResponse:
    """/payments/<id>/void/ — take a payment back."""
    payment = get_object_or_404(Payment.objects.visible_to(request.actor), pk=payment_id)
    form = ReasonForm(posted(request))
    if form.is_valid():
        with form.showing_broken_rules():
            actions.void_payment(actor=request.actor, payment_id=payment_id, **form.cleaned_data)
            return _changed(request, payment.customer_id, _("The payment is void."))
    return show_dialog(
        request,
        form,
        title=_("Void payment"),
        hint=_("Its invoices owe again what it had paid."),
        submit=_("Void the payment"),
        back=_panel_of(payment.customer_id),
        backlabel=_("Invoices"),
        danger=True,
    )


def _changed(request: ActorRequest, customer_id: int, words: str) -> HttpResponse:
    return done(request, _panel_of(customer_id), words)


def _panel_of(customer_id: int) -> str:
    return reverse("billing:panel", args=[customer_id])
