"""A workspace's own words: tags, sources, custom fields."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.identity.models import WorkspaceQuerySet, WorkspaceRow


class Tag(WorkspaceRow):
    """A label on clients. Names are case-sensitive: "VIP" and "vip" are two tags."""

    class Colour(models.TextChoices):
        BLUE = "blue", _("Blue")
        AZURE = "azure", _("Azure")
        INDIGO = "indigo", _("Indigo")
        PURPLE = "purple", _("Purple")
        PINK = "pink", _("Pink")
        RED = "red", _("Red")
        ORANGE = "orange", _("Orange")
        YELLOW = "yellow", _("Yellow")
        GREEN = "green", _("Green")
        TEAL = "teal", _("Teal")
        GREY = "grey", _("Grey")

    name = models.CharField(_("name"), max_length=60)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour, default=Colour.GREY)

    objects = WorkspaceQuerySet["Tag"].as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="tag_name_once")]

    def __str__(self) -> str:
        return self.name


class Source(WorkspaceRow):
    """Where clients come from: Google, Referral, … The first by position is a new lead's default."""

    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = WorkspaceQuerySet["Source"].as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="source_name_once")]

    def __str__(self) -> str:
        return self.name


class CustomField(WorkspaceRow):
    """A field of the workspace's own. Values stand under `key` in the record's `custom` JSON.

    text, url: str; number: decimal as str; money: int minor units; date: ISO str; choice: option key;
    multi_choice: list of option keys; checkbox: bool.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        MONEY = "money", _("Money")
        DATE = "date", _("Date")
        CHOICE = "choice", _("Choice")
        MULTI_CHOICE = "multi_choice", _("Several choices")
        CHECKBOX = "checkbox", _("Checkbox")
        URL = "url", _("Link")

    class On(models.TextChoices):
        CUSTOMER = "customer", _("Customers")
        PROPERTY = "property", _("Properties")

    on = models.CharField(_("on"), max_length=10, choices=On)
    key = models.SlugField(max_length=60)
    label = models.CharField(_("label"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    required = models.BooleanField(_("required"), default=False)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = WorkspaceQuerySet["CustomField"].as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "on", "key"], name="custom_field_key_once"),
            models.UniqueConstraint(
                fields=["workspace", "on", "label"],
                condition=Q(archived_at=None),
                name="custom_field_label_once",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_choice(self) -> bool:
        """Whether it has options of its own."""
        return self.kind in {self.Kind.CHOICE, self.Kind.MULTI_CHOICE}


class CustomFieldOption(WorkspaceRow):
    """One choice of a choice field. Its id is a facet of the clients that have it."""

    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = WorkspaceQuerySet["CustomFieldOption"].as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["field", "key"], name="custom_option_key_once")]

    def __str__(self) -> str:
        return self.label
