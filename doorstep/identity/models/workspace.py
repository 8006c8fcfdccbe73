"""A workspace is one field-service company and all its data; nothing crosses it."""

import zoneinfo
from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Workspace(models.Model):
    """One company. Money is in `currency`; days are days in `time_zone`."""

    class Kind(models.TextChoices):
        LIVE = "live", _("Live")
        SANDBOX = "sandbox", _("Sandbox")

    class Country(models.TextChoices):
        US = "US", _("United States")
        GB = "GB", _("United Kingdom")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LIVE)
    country = models.CharField(max_length=2, choices=Country, default=Country.US)
    currency = models.CharField(max_length=3, default="USD")
    locale = models.CharField(max_length=10, default="en-us")
    time_zone = models.CharField(max_length=64, default="America/New_York")
    #: The day that `ClientCard.recent_revenue_cents` is right for; see clients.cards.roll_figures.
    figures_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self) -> date:
        """The current day where the company works."""
        return timezone.now().astimezone(self.zone).date()

    def day_of(self, moment: datetime) -> date:
        """The company's day on which `moment` falls."""
        return moment.astimezone(self.zone).date()
