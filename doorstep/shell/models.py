"""What members keep of their screens."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.identity.models import Membership, WorkspaceQuerySet, WorkspaceRow


class SavedView(WorkspaceRow):
    """A named query of a list page, private to its owner or shared with the workspace."""

    page = models.CharField(max_length=30)  # "customers"
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=2000, blank=True)  # the page's query string: filters and sort
    columns = models.JSONField(default=list)  # column keys in order; [] = the page's own
    owner = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    shared = models.BooleanField(_("shared with everyone"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = WorkspaceQuerySet["SavedView"].as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "page", "owner", "name"], name="view_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class ListPreference(WorkspaceRow):
    """The columns a member chose for a list page."""

    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=30)
    columns = models.JSONField(default=list)

    objects = WorkspaceQuerySet["ListPreference"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "page"], name="list_preference_once")]

    def __str__(self) -> str:
        return self.page
