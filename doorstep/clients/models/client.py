"""A person or business we know, with the ways to reach them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.clients.querysets import ClientQuerySet, OfClientQuerySet
from doorstep.identity.models import Membership, WorkspaceRow
from doorstep.vocabulary.models import Source, Tag


class Client(WorkspaceRow):
    """One person, two sides: a Customer row is the paying side, a Lead row the selling side.

    `name` is what lists show and sort by; written by the actions from the parts. `version` counts edits.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        COMPANY = "company", _("Company")

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSON)
    title = models.CharField(_("title"), max_length=20, blank=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    company_name = models.CharField(_("company name"), max_length=160, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True)  # folded, for comparing
    name_postcode_key = models.CharField(max_length=120, blank=True)  # see clients.matching
    assigned_to = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    source = models.ForeignKey(
        Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    accepts_email = models.BooleanField(_("e-mail"), default=True)
    accepts_sms = models.BooleanField(_("text messages"), default=True)
    accepts_calls = models.BooleanField(_("calls"), default=True)
    accepts_post = models.BooleanField(_("post"), default=True)
    accepts_marketing = models.BooleanField(_("marketing"), default=True)
    internal_notes = models.TextField(_("internal notes"), blank=True)  # the team only
    customer_notes = models.TextField(_("notes on invoices"), blank=True)  # printed on invoices
    external_id = models.CharField(_("reference in another system"), max_length=80, blank=True)
    custom = models.JSONField(default=dict, blank=True)  # see vocabulary.CustomField
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = ClientQuerySet["Client"].as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "email_key"], name="client_email", condition=~models.Q(email_key="")
            ),
            models.Index(
                fields=["workspace", "name_postcode_key"],
                name="client_name_postcode",
                condition=~models.Q(name_postcode_key=""),
            ),
            models.Index(
                fields=["workspace", "external_id"],
                name="client_external",
                condition=~models.Q(external_id=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(WorkspaceRow):
    """A person to talk to at a client, with a role and preferences of their own."""

    class Role(models.TextChoices):
        GENERAL = "general", _("General")
        BILLING = "billing", _("Billing")
        SITE = "site", _("On site")
        DECISION = "decision", _("Decides")
        EMERGENCY = "emergency", _("Emergency")
        OTHER = "other", _("Other")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="contacts")
    title = models.CharField(_("title"), max_length=20, blank=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80)
    position = models.CharField(_("position"), max_length=80, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.GENERAL)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    is_primary = models.BooleanField(_("primary contact"), default=False)
    accepts_email = models.BooleanField(_("e-mail"), default=False)
    accepts_sms = models.BooleanField(_("text messages"), default=False)
    accepts_calls = models.BooleanField(_("calls"), default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OfClientQuerySet["Contact"].as_manager()

    class Meta:
        ordering = ["-is_primary", "last_name", "id"]

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)


class ClientPhone(WorkspaceRow):
    """A phone number of a client, or of one of its contacts: as typed, and as understood."""

    class Kind(models.TextChoices):
        MOBILE = "mobile", _("Mobile")
        HOME = "home", _("Home")
        WORK = "work", _("Work")
        FAX = "fax", _("Fax")
        OTHER = "other", _("Other")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="phones")
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="phones", db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.MOBILE)
    typed = models.CharField(max_length=60)
    e164 = models.CharField(max_length=20, blank=True)  # "" when it could not be understood
    extension = models.CharField(max_length=12, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = OfClientQuerySet["ClientPhone"].as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["workspace", "e164"], name="phone_e164", condition=~models.Q(e164="")),
            models.Index(
                fields=["contact"], name="phone_of_contact", condition=models.Q(contact__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.typed


class ClientTag(WorkspaceRow):
    """A tag on a client."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="client_tags", db_index=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="client_tags")

    objects = OfClientQuerySet["ClientTag"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "tag"], name="client_tag_once")]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.tag_id}"
