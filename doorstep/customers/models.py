"""The paying side of a client."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import Client
from doorstep.clients.querysets import OfClientQuerySet
from doorstep.identity.models import Membership, WorkspaceQuerySet, WorkspaceRow


class CustomerType(WorkspaceRow):
    """Residential, Commercial, Landlord, …: the workspace's own, each a person's or a company's."""

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=8, choices=Client.Kind, default=Client.Kind.PERSON)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = WorkspaceQuerySet["CustomerType"].as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="customer_type_once")]

    def __str__(self) -> str:
        return self.name


class Account(WorkspaceRow):
    """Groups customers under one billing umbrella (chains, franchises)."""

    name = models.CharField(_("name"), max_length=160)
    notes = models.TextField(_("notes"), blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = WorkspaceQuerySet["Account"].as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="account_name_once")]

    def __str__(self) -> str:
        return self.name


class Customer(WorkspaceRow):
    """One-to-one with a client, same key: type, terms and billing. Jobs and invoices refer to it.

    The billing address is the primary property's unless `billing_line1` is filled.
    """

    class PaymentMethod(models.TextChoices):
        CARD = "card", _("Card")
        BANK = "bank", _("Bank transfer")
        DIRECT_DEBIT = "direct_debit", _("Direct debit")
        CHEQUE = "cheque", _("Check")
        CASH = "cash", _("Cash")

    class BillingFrequency(models.TextChoices):
        PER_JOB = "per_job", _("After each job")
        WEEKLY = "weekly", _("Weekly")
        MONTHLY = "monthly", _("Monthly")
        QUARTERLY = "quarterly", _("Quarterly")

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="customer")
    type = models.ForeignKey(CustomerType, on_delete=models.PROTECT, related_name="customers", db_index=False)
    account = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="customers"
    )
    sold_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    payment_terms_days = models.PositiveSmallIntegerField(_("payment terms (days)"), null=True, blank=True)
    preferred_payment_method = models.CharField(
        _("preferred payment method"), max_length=14, choices=PaymentMethod, blank=True
    )
    billing_frequency = models.CharField(
        _("billing frequency"), max_length=10, choices=BillingFrequency, blank=True
    )
    billing_name = models.CharField(_("invoice to"), max_length=160, blank=True)
    billing_line1 = models.CharField(_("billing address"), max_length=160, blank=True)
    billing_line2 = models.CharField(_("address line 2"), max_length=160, blank=True)
    billing_line3 = models.CharField(_("address line 3"), max_length=160, blank=True)
    billing_town = models.CharField(_("town"), max_length=80, blank=True)
    billing_county = models.CharField(_("county or state"), max_length=80, blank=True)
    billing_postcode = models.CharField(_("postcode"), max_length=16, blank=True)
    billing_country = models.CharField(_("country"), max_length=2, blank=True)
    after_sales = models.BooleanField(_("after-sales communication"), default=True)
    dormant_at = models.DateTimeField(null=True, blank=True)
    dormant_reason = models.CharField(max_length=300, blank=True)
    follow_up_flagged_at = models.DateTimeField(null=True, blank=True)
    follow_up_reason = models.CharField(max_length=300, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)  # the day meant for it, when one was given
    follow_up_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    became_customer_at = models.DateTimeField(default=timezone.now)

    objects = OfClientQuerySet["Customer"].as_manager()

    def __str__(self) -> str:
        return str(self.client)
