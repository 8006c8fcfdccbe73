"""What the team writes down about a client."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.clients.models import Client, Property
from doorstep.notes.models.scoping import KeptQuerySet, KeptRow


class NoteQuerySet(KeptQuerySet["Note"]):
    """Notes, seen like their clients."""

    def on_top(self) -> Self:
        """Pinned and starred ones, which stand above everything on the client's page."""
        return self.filter(Q(pinned=True) | Q(important=True))

    def for_the_customer(self) -> Self:
        """Those that may leave the team: whatever a customer reads begins here."""
        return self.filter(visible_to_customer=True, deleted_at=None)


class Note(KeptRow):
    """A note, for the team alone unless it says otherwise."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes", db_index=False)
    property = models.ForeignKey(
        Property, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    text = models.TextField(_("note"))
    pinned = models.BooleanField(_("pinned"), default=False)
    important = models.BooleanField(_("important"), default=False)
    visible_to_customer = models.BooleanField(_("the customer may read it"), default=False)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["client", "-id"], name="note_of_client"),
            models.Index(fields=["property"], name="note_at_property", condition=Q(property__isnull=False)),
            models.Index(
                fields=["client"],
                name="note_on_top",
                condition=Q(Q(pinned=True) | Q(important=True), deleted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text
