"""Invoices and their lines. Money in minor units of the workspace's currency."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import Property
from doorstep.clients.querysets import OfClientQuerySet
from doorstep.customers.models import Customer
from doorstep.identity.models import Membership, WorkspaceRow
from doorstep.jobs.models import Job


class InvoiceQuerySet(OfClientQuerySet["Invoice"]):
    """Invoices, seen like their customers."""

    assigned_path = "customer__client__assigned_to_id"


class Invoice(WorkspaceRow):
    """A bill. Its number is given when it is issued, so that numbers have no gaps.

    `paid_cents` is the sum of its allocations, kept under the invoice's lock; `paid_on` the day it was
    paid in full.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ISSUED = "issued", _("Issued")
        VOID = "void", _("Void")

    number = models.PositiveIntegerField(null=True, blank=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="invoices", db_index=False)
    job = models.ForeignKey(
        Job, on_delete=models.PROTECT, null=True, blank=True, related_name="invoices", db_index=False
    )
    property = models.ForeignKey(
        Property, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    issued_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    net_cents = models.BigIntegerField(default=0)
    tax_cents = models.BigIntegerField(default=0)
    total_cents = models.BigIntegerField(default=0)
    paid_cents = models.BigIntegerField(default=0)
    paid_on = models.DateField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-issued_on"], name="invoice_of_customer"),
            models.Index(
                fields=["workspace", "paid_on", "customer"],
                name="invoice_paid_on",
                condition=Q(paid_on__isnull=False),
            ),
            models.Index(fields=["job"], name="invoice_of_job", condition=Q(job__isnull=False)),
            models.Index(
                fields=["property"], name="invoice_at_property", condition=Q(property__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "number"],
                name="invoice_number_once",
                condition=Q(number__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(paid_cents__gte=0, paid_cents__lte=F("total_cents")),
                name="invoice_never_overpaid",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", number__isnull=True)
                | (~Q(status="draft") & Q(number__isnull=False, issued_on__isnull=False)),
                name="invoice_numbered_when_issued",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}" if self.number else str(_("Draft"))


class InvoiceLineQuerySet(OfClientQuerySet["InvoiceLine"]):
    """Lines, seen like their invoices."""

    assigned_path = "invoice__customer__client__assigned_to_id"


class InvoiceLine(WorkspaceRow):
    """One line: `quantity_thousandths` × `unit_cents`, less discount, plus tax; rounded half up per line."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    description = models.CharField(_("description"), max_length=300)
    quantity_thousandths = models.BigIntegerField(default=1000)
    unit_cents = models.BigIntegerField()
    discount_cents = models.BigIntegerField(default=0)
    tax_basis_points = models.PositiveIntegerField(default=0)  # 825 = 8.25 %
    net_cents = models.BigIntegerField()
    tax_cents = models.BigIntegerField(default=0)

    objects = InvoiceLineQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(discount_cents__gte=0), name="line_discount_not_negative")
        ]

    def __str__(self) -> str:
        return self.description
