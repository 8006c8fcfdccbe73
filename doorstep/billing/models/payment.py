"""Money received, and the invoices it went to."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.billing.models.invoice import Invoice
from doorstep.clients.querysets import OfClientQuerySet
from doorstep.customers.models import Customer
from doorstep.identity.models import Membership, WorkspaceRow


class PaymentQuerySet(OfClientQuerySet["Payment"]):
    """Payments, seen like their customers."""

    assigned_path = "customer__client__assigned_to_id"


class Payment(WorkspaceRow):
    """Money received from a customer on a day; all of it is allocated to invoices."""

    class Method(models.TextChoices):
        CARD = "card", _("Card")
        BANK = "bank", _("Bank transfer")
        DIRECT_DEBIT = "direct_debit", _("Direct debit")
        CHEQUE = "cheque", _("Check")
        CASH = "cash", _("Cash")
        OTHER = "other", _("Other")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="payments", db_index=False)
    amount_cents = models.BigIntegerField()
    received_on = models.DateField(_("received on"))
    method = models.CharField(_("method"), max_length=14, choices=Method)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["customer", "received_on"], include=["amount_cents"], name="payment_of_customer"
            )
        ]
        constraints = [models.CheckConstraint(condition=Q(amount_cents__gt=0), name="payment_above_zero")]

    def __str__(self) -> str:
        return f"{self.amount_cents} {self.received_on}"


class AllocationQuerySet(OfClientQuerySet["Allocation"]):
    """Allocations, seen like their customers."""

    assigned_path = "payment__customer__client__assigned_to_id"


class Allocation(WorkspaceRow):
    """The part of a payment that went to one invoice. A voided payment's allocations no longer count."""

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="allocations")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="allocations")
    amount_cents = models.BigIntegerField()

    objects = AllocationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "invoice"], name="allocation_once"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="allocation_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} -> {self.invoice_id}: {self.amount_cents}"
