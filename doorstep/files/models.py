"""Photos, contracts and other documents of a client."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import Client, Property
from doorstep.clients.querysets import OfClientQuerySet
from doorstep.files import storing
from doorstep.identity.models import Membership, WorkspaceRow

if TYPE_CHECKING:
    from doorstep.identity.actor import Actor


class StoredFileQuerySet(OfClientQuerySet["StoredFile"]):
    """Files, seen like their clients; what was deleted is not there."""

    def visible_to(self, actor: "Actor") -> Self:
        return super().visible_to(actor).filter(deleted_at=None)

    def deleted_visible_to(self, actor: "Actor") -> Self:
        """Those that can still be brought back."""
        return super().visible_to(actor).filter(deleted_at__isnull=False)


class StoredFile(WorkspaceRow):
    """One file. `name` is what people see; where the bytes are has nothing to do with it (files.storing)."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photo")
        CONTRACT = "contract", _("Contract")
        DOCUMENT = "document", _("Document")

    class Preview(models.TextChoices):
        PENDING = "pending", _("Being made")
        READY = "ready", _("Ready")
        NONE = "none", _("None")
        FAILED = "failed", _("Not possible")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="files", db_index=False)
    property = models.ForeignKey(
        Property, on_delete=models.SET_NULL, null=True, blank=True, related_name="files", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    description = models.CharField(_("description"), max_length=500, blank=True)
    stored = models.FileField(storage=storing.uploads, max_length=200)
    size = models.BigIntegerField()  # bytes
    content_type = models.CharField(max_length=100)  # as told by the content
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)  # pixels, as the camera held it
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)  # of a PDF
    preview = models.CharField(max_length=8, choices=Preview, default=Preview.PENDING)
    uploaded_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    uploaded_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["client", "-id"], name="file_of_client"),
            models.Index(fields=["workspace", "-id"], name="file_newest"),
            models.Index(fields=["property"], name="file_at_property", condition=Q(property__isnull=False)),
            models.Index(fields=["deleted_at"], name="file_deleted", condition=Q(deleted_at__isnull=False)),
            # The nightly search for bytes that belong to nobody.
            models.Index(fields=["stored"], name="file_stored_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def has_preview(self) -> bool:
        """Whether its pictures were drawn."""
        return self.preview == self.Preview.READY
