"""Rows that stay for a month after they were deleted, so that it can be undone."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from doorstep.clients.querysets import OfClientQuerySet
from doorstep.identity.models import Membership, WorkspaceQuerySet, WorkspaceRow

if TYPE_CHECKING:
    from doorstep.identity.actor import Actor

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class KeptQuerySet(OfClientQuerySet[_Row]):
    """Rows of a client, seen like it; deleted ones are found by `deleted_of` alone."""

    def visible_to(self, actor: "Actor") -> Self:
        return self.seen_by(actor).filter(deleted_at=None)

    def deleted_of(self, actor: "Actor") -> Self:
        """The deleted rows that the actor would see, to bring one back."""
        return self.seen_by(actor).filter(deleted_at__isnull=False)

    def seen_by(self, actor: "Actor") -> Self:
        """Rows whose client the actor sees."""
        return super().visible_to(actor)


class DutyQuerySet(KeptQuerySet[_Row]):
    """Duties: seen like their client, and by the member whose they are, whoever the client is assigned to.

    One without a client is seen by whoever sees all records, by who made it and by the assignee.
    """

    def seen_by(self, actor: "Actor") -> Self:
        rows = WorkspaceQuerySet.visible_to(self, actor)
        if actor.sees_assigned_to is None:
            return rows
        own = Q(assignee_id=actor.membership_id) | Q(client=None, created_by_id=actor.membership_id)
        return rows.filter(own | Q(client__assigned_to_id__in=sorted(actor.sees_assigned_to)))


class KeptRow(WorkspaceRow):
    """What all of this app's rows have. `version` counts edits."""

    created_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
