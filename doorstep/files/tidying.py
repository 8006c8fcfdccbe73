"""What goes for good: files that were deleted a while ago, and bytes that belong to nobody."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final

from django.utils import timezone

from doorstep.files import storing
from doorstep.files.models import StoredFile
from doorstep.identity.models import Workspace

#: How long a deleted file can be brought back.
DELETED_STAY: Final = timedelta(days=30)
#: An upload's bytes are there before its row is.
ORPHANS_STAY: Final = timedelta(days=1)
_AT_ONCE: Final = 500


def purge_deleted() -> int:
    """Remove the files that were deleted more than 30 days ago; how many."""
    old = StoredFile.objects.filter(deleted_at__lt=timezone.now() - DELETED_STAY)
    gone = 0
    for pk, stored in old.values_list("pk", "stored").iterator(chunk_size=_AT_ONCE):
        # The row first: bytes without a row are found again, a row without bytes would be a broken file.
        gone += StoredFile.objects.filter(pk=pk, deleted_at__isnull=False).delete()[0]
        storing.remove(stored)
    return gone


def remove_orphans(workspace: Workspace) -> int:
    """Remove uploads of the workspace that no row speaks of: their customer is gone, or they broke off."""
    gone = 0
    for names in _chunks(_stored_names(workspace)):
        known = set(StoredFile.objects.filter(stored__in=names).values_list("stored", flat=True))
        for name in names:
            if name not in known and _is_old(name):
                storing.remove(name)
                gone += 1
    return gone


def _stored_names(workspace: Workspace) -> Iterator[str]:
    """The uploads that are stored for the workspace, each once, month by month."""
    folder, storage = storing.folder_of(workspace), storing.uploads()
    try:
        months, _files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for month in months:
        _folders, files = storage.listdir(f"{folder}/{month}")
        yield from sorted({f"{folder}/{month}/{file.partition('.')[0]}" for file in files})


def _is_old(name: str) -> bool:
    for ending in ("", storing.PREVIEW, storing.THUMBNAIL):
        try:
            written = storing.uploads().get_modified_time(name + ending)
        except FileNotFoundError:
            continue
        return written < timezone.now() - ORPHANS_STAY
    return False


def _chunks(names: Iterator[str]) -> Iterator[Sequence[str]]:
    while part := list(islice(names, _AT_ONCE)):
        yield part
