"""Work to be done for a customer."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import Property
from doorstep.clients.querysets import OfClientQuerySet
from doorstep.customers.models import Customer
from doorstep.identity.models import Membership, WorkspaceRow


class JobQuerySet(OfClientQuerySet["Job"]):
    """Jobs, seen like their customers."""

    assigned_path = "customer__client__assigned_to_id"


class Job(WorkspaceRow):
    """One job. `number` counts within the workspace; `price_cents` is what was agreed, minor units."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        COMPLETED = "completed", _("Completed")
        ABORTED = "aborted", _("Aborted")
        CANCELLED = "cancelled", _("Cancelled")

    number = models.PositiveIntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="jobs", db_index=False)
    property = models.ForeignKey(
        Property, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs", db_index=False
    )
    title = models.CharField(_("job"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.SCHEDULED)
    scheduled_at = models.DateTimeField(_("scheduled for"))
    completed_on = models.DateField(null=True, blank=True)  # the visit's day in the workspace's time zone
    ended_reason = models.CharField(max_length=300, blank=True)  # why aborted or cancelled
    free_of_charge = models.BooleanField(default=False)
    price_cents = models.BigIntegerField(default=0)
    technician = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "-scheduled_at"], name="job_of_customer"),
            models.Index(fields=["property"], name="job_at_property", condition=Q(property__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="job_number_once"),
            models.CheckConstraint(condition=Q(price_cents__gte=0), name="job_price_not_negative"),
            models.CheckConstraint(
                condition=Q(status="completed", completed_on__isnull=False)
                | (~Q(status="completed") & Q(completed_on__isnull=True)),
                name="job_completed_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.title}"
