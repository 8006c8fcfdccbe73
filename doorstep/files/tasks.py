"""Background work on files."""

from doorstep.activity.models import Entry
from doorstep.core.queue import task
from doorstep.files.models import StoredFile
from doorstep.files.previews import make_preview
from doorstep.files.tidying import purge_deleted, remove_orphans
from doorstep.identity import wall
from doorstep.identity.models import Workspace


@task
def draw_preview(entry_id: int) -> None:
    """Draw the previews of the file that an event "file.uploaded" is about. Idempotent.

    Raises OSError when the storage does not answer, so that the queue tries again.
    """
    entry = Entry.objects.filter(pk=entry_id).first()
    if entry is None or entry.subject_id is None:
        return
    with wall.inside(entry.workspace_id):
        row = StoredFile.objects.filter(pk=entry.subject_id).first()
        if row is not None:
            make_preview(row)


@task
def tidy() -> None:
    """Remove what was deleted more than 30 days ago, and bytes that belong to nobody (nightly)."""
    purge_deleted()
    for workspace in Workspace.objects.order_by("pk").iterator(chunk_size=200):
        remove_orphans(workspace)
