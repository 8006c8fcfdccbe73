"""Places where work happens, and who has to do with them from when to when."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models.client import Client
from doorstep.clients.querysets import OfClientQuerySet
from doorstep.identity.models import WorkspaceRow


class Property(WorkspaceRow):
    """A property (work address). The primary one is the client's own address."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="properties")
    label = models.CharField(_("name of the place"), max_length=80, blank=True)
    line1 = models.CharField(_("address"), max_length=160)
    line2 = models.CharField(_("address line 2"), max_length=160, blank=True)
    line3 = models.CharField(_("address line 3"), max_length=160, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    county = models.CharField(_("county or state"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=16, blank=True)
    postcode_key = models.CharField(max_length=16, blank=True)  # core.postal.postcode_key
    country = models.CharField(_("country"), max_length=2, default="US")
    latitude = models.FloatField(null=True, blank=True)  # degrees, WGS 84
    longitude = models.FloatField(null=True, blank=True)
    is_primary = models.BooleanField(default=False)
    dormant = models.BooleanField(default=False)
    vacant = models.BooleanField(_("vacant"), default=False)
    building_type = models.CharField(_("building type"), max_length=60, blank=True)
    access_notes = models.TextField(_("access notes"), blank=True)
    external_id = models.CharField(_("reference in another system"), max_length=80, blank=True)
    custom = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = OfClientQuerySet["Property"].as_manager()

    class Meta:
        ordering = ["-is_primary", "id"]
        verbose_name_plural = "properties"
        # The list of all places: without it the newest of a small workspace are looked for among everybody's.
        indexes = [models.Index(fields=["workspace", "-id"], name="property_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(is_primary=True), name="property_primary_once"
            )
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.line1, self.town, self.postcode) if part)


class PropertyPartyQuerySet(OfClientQuerySet["PropertyParty"]):
    """Parties, seen like the client their property belongs to."""

    assigned_path = "property__client__assigned_to_id"


class PropertyParty(WorkspaceRow):
    """Who owned, occupied, let or paid for a property, and when. Open-ended while `to_on` is empty."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        OCCUPIER = "occupier", _("Occupier")
        LANDLORD = "landlord", _("Landlord")
        PAYER = "payer", _("Payer")

    property = models.ForeignKey(Property, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    #: The party when we know them as a client; otherwise `name`, `phone` and `email` say who it is.
    party = models.ForeignKey(
        Client, on_delete=models.SET_NULL, null=True, blank=True, related_name="party_to"
    )
    name = models.CharField(_("name"), max_length=160, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("until"), null=True, blank=True)

    objects = PropertyPartyQuerySet.as_manager()

    class Meta:
        ordering = ["role", "from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=models.F("from_on")),
                name="party_from_before_to",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.name or self.party_id}"
