"""Reads about files."""

from django.db.models import Count, QuerySet, Sum

from doorstep.files.models import StoredFile
from doorstep.identity.actor import Actor


def files_of(actor: Actor, client_id: int, kind: str = "") -> "QuerySet[StoredFile]":
    """A client's files, the newest first, with their place and who added them. `kind`: "" for all."""
    rows = StoredFile.objects.visible_to(actor).filter(client_id=client_id)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("property", "uploaded_by__user").order_by("-pk")


def counts_by_kind(actor: Actor, client_id: int) -> dict[str, int]:
    """How many of the client's files are of each kind. One statement."""
    rows = StoredFile.objects.visible_to(actor).filter(client_id=client_id)
    return dict(rows.order_by().values_list("kind").annotate(Count("pk")))


def bytes_of(client_id: int) -> int:
    """What the client's files take, without those that were deleted. One statement."""
    rows = StoredFile.objects.filter(client_id=client_id, deleted_at=None)
    return rows.aggregate(total=Sum("size"))["total"] or 0


def neighbours(actor: Actor, row: StoredFile) -> tuple[int | None, int | None]:
    """The files shown before and after this one on its client's panel, by id. Two statements."""
    others = StoredFile.objects.visible_to(actor).filter(client_id=row.client_id).values_list("pk", flat=True)
    newer = others.filter(pk__gt=row.pk).order_by("pk").first()
    older = others.filter(pk__lt=row.pk).order_by("-pk").first()
    return newer, older
