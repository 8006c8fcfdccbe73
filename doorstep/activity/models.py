"""The one row every change leaves: timeline, audit log and outbox in one."""

from django.db import models
from django.utils import timezone

from doorstep.identity.models import Membership, WorkspaceQuerySet, WorkspaceRow


class Entry(WorkspaceRow):
    """What happened, when, by whom, about what. Never changed after it is written.

    `client_id` is a plain number, not a foreign key: history stays when the client goes, and this
    app stands below the clients. `data`: the event's fields; for edits {"changes": {field: [old, new]}}.
    """

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=60)  # Event.kind, "customer.created"
    actor = models.ForeignKey(
        Membership, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=120)
    via = models.CharField(max_length=12)
    client_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=40, blank=True)  # model label, "billing.invoice"
    subject_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    objects = WorkspaceQuerySet["Entry"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "client_id", "-id"], name="entry_of_client")]

    def __str__(self) -> str:
        return self.kind


class FormerId(WorkspaceRow):
    """The id of a client that was merged into another: its history goes on there, its address leads there.

    Plain numbers, as in entries, which are never rewritten. `client_id` is always one that was not merged on.
    """

    old_id = models.BigIntegerField()
    client_id = models.BigIntegerField()

    objects = WorkspaceQuerySet["FormerId"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "client_id"], name="former_ids_of_client")]
        constraints = [models.UniqueConstraint(fields=["workspace", "old_id"], name="former_id_once")]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.client_id}"


class HandledRequest(WorkspaceRow):
    """A request of a program that took effect, and its answer, kept for a day in case it is sent again."""

    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = WorkspaceQuerySet["HandledRequest"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "member", "key"], name="handled_request_once")
        ]

    def __str__(self) -> str:
        return self.key
