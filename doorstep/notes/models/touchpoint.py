"""Calls, visits and messages that somebody wrote down."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import Client
from doorstep.notes.models.scoping import KeptQuerySet, KeptRow


class Interaction(KeptRow):
    """One touchpoint with a client. `direction`: who began; "" where that says nothing, as for a visit."""

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        VISIT = "visit", _("Visit")
        EMAIL = "email", _("E-mail")
        MESSAGE = "message", _("Text message")
        OTHER = "other", _("Other")

    class Direction(models.TextChoices):
        IN = "in", _("From the customer")
        OUT = "out", _("To the customer")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="interactions", db_index=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, blank=True)
    happened_at = models.DateTimeField(_("when"), default=timezone.now)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    text = models.TextField(_("what was said"), blank=True)

    objects = KeptQuerySet["Interaction"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["client", "-happened_at"], name="interaction_of_client")]

    def __str__(self) -> str:
        return self.text or self.get_kind_display()
