"""The money forms; their cleaned data goes to one action each."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.billing.lines import MAX_BASIS_POINTS, MAX_QUANTITY_THOUSANDTHS, LineInput
from doorstep.billing.models import Invoice, Payment
from doorstep.core.money import format_money
from doorstep.core.webkit.forms import ActionForm
from doorstep.core.webkit.money_field import MoneyField
from doorstep.customers.models import Customer
from doorstep.identity.models import Workspace
from doorstep.jobs.models import Job

_THOUSAND = Decimal(1000)
_HUNDRED = Decimal(100)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class InvoiceForm(ActionForm):
    """An invoice of one line, alone or for a job."""

    description = forms.CharField(label=_("For"), max_length=300)
    quantity = forms.DecimalField(
        label=_("Quantity"),
        initial=1,
        min_value=Decimal("0.001"),
        max_value=Decimal(MAX_QUANTITY_THOUSANDTHS) / _THOUSAND,
        decimal_places=3,
    )
    unit_cents = MoneyField(label=_("Price of one"))
    tax_percent = forms.DecimalField(
        label=_("Tax (%)"),
        initial=0,
        min_value=0,
        max_value=Decimal(MAX_BASIS_POINTS) / _HUNDRED,
        decimal_places=2,
    )
    job_id = forms.TypedChoiceField(label=_("Job"), required=False, coerce=int, empty_value=None)
    issue = forms.BooleanField(
        label=_("Issue it now"),
        required=False,
        initial=True,
        help_text=_("It gets its number and cannot be changed any more. Otherwise it stays a draft."),
    )

    def __init__(
        self, *args: Any, workspace: Workspace, jobs: Iterable[Job], job: Job | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _write_as(self.fields["unit_cents"], workspace)
        self.offer("job_id", ((each.pk, str(each)) for each in jobs), nothing="–")
        if job:
            self.initial = {"description": job.title, "unit_cents": job.price_cents, "job_id": job.pk}

    def line(self) -> LineInput:
        """The line that was typed."""
        typed = self.cleaned_data
        return LineInput(
            description=typed["description"],
            unit_cents=typed["unit_cents"],
            quantity_thousandths=int(typed["quantity"] * _THOUSAND),
            tax_basis_points=int(typed["tax_percent"] * _HUNDRED),
        )


class PaymentForm(ActionForm):
    """Money received, for the invoice due first or for one that is chosen."""

    amount_cents = MoneyField(label=_("Amount"))
    received_on = _day(_("Received on"))
    method = forms.ChoiceField(label=_("Method"), choices=Payment.Method.choices)
    invoice_id = forms.TypedChoiceField(label=_("For"), required=False, coerce=int, empty_value=None)
    reference = forms.CharField(label=_("Reference"), max_length=80, required=False)

    def __init__(
        self,
        *args: Any,
        workspace: Workspace,
        customer: Customer,
        open_invoices: Iterable[Invoice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _write_as(self.fields["amount_cents"], workspace)
        owed = {one.pk: (one, one.total_cents - one.paid_cents) for one in open_invoices}
        written = (
            (pk, f"{invoice} · {format_money(cents, workspace.currency, workspace.locale)}")
            for pk, (invoice, cents) in owed.items()
        )
        self.offer("invoice_id", written, nothing=_("The invoices due first"))
        self.initial = {
            "amount_cents": sum(cents for _invoice, cents in owed.values()),
            "received_on": workspace.today(),
            "method": customer.preferred_payment_method or Payment.Method.CARD,
        }

    def arguments(self) -> dict[str, Any]:
        """What `record_payment` takes."""
        typed = dict(self.cleaned_data)
        invoice_id = typed.pop("invoice_id")
        return {**typed, "allocations": {invoice_id: typed["amount_cents"]} if invoice_id else None}


class ReasonForm(ActionForm):
    """Why something is voided."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


def _write_as(field: forms.Field, workspace: Workspace) -> None:
    assert isinstance(field, MoneyField)
    field.write_as(workspace.currency, workspace.locale)
