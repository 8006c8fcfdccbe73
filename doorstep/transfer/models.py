"""What imports remember between runs."""

from django.db import models
from django.utils import timezone

from doorstep.identity.models import WorkspaceQuerySet, WorkspaceRow


class MappingMemory(WorkspaceRow):
    """The mapping chosen for a file's header, offered again for the next file with the same header."""

    header_key = models.CharField(max_length=64)  # SHA-256 of the folded header cells
    profile = models.CharField(max_length=40, blank=True)
    mapping = models.JSONField(default=dict)  # column header -> field key ("" = left out)
    used_at = models.DateTimeField(default=timezone.now)

    objects = WorkspaceQuerySet["MappingMemory"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "header_key"], name="mapping_once")]

    def __str__(self) -> str:
        return self.header_key[:8]
