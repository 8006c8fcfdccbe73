"""Previews: drawn by a process of its own (files.drawing), kept beside the original."""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from typing import Any, Final

from django.conf import settings

from doorstep.files import drawing, storing
from doorstep.files.contents import type_named
from doorstep.files.models import StoredFile

logger = logging.getLogger(__name__)
SECONDS: Final = 60
_SEEN: Final = ("width", "height", "pages")


def make_preview(row: StoredFile) -> None:
    """Draw the previews of a file that waits for them. Idempotent.

    A file that cannot be drawn is marked so and stays; OSError when the storage does not answer.
    """
    if row.preview != StoredFile.Preview.PENDING:
        return
    with tempfile.TemporaryDirectory(prefix="doorstep-preview-") as folder, _as_path(row) as source:
        seen = _draw(str(type_named(row.content_type).draws), source, Path(folder))
        if seen is not None:
            storing.keep_drawn(str(row.stored), storing.PREVIEW, Path(folder, "preview.webp").read_bytes())
            storing.keep_drawn(
                str(row.stored), storing.THUMBNAIL, Path(folder, "thumbnail.webp").read_bytes()
            )
    state = StoredFile.Preview.FAILED if seen is None else StoredFile.Preview.READY
    known = {name: seen[name] for name in _SEEN if name in seen} if seen else {}
    # Only what is known from drawing: somebody may be renaming it meanwhile.
    StoredFile.objects.filter(pk=row.pk).update(preview=state, **known)


def _draw(kind: str, source: Path, folder: Path) -> dict[str, Any] | None:
    """Draw into `folder`; None when that is not possible."""
    command = [sys.executable, "-I", drawing.__file__, kind, str(source), str(folder)]
    command.append(str(settings.FILE_MOST_PIXELS))
    try:
        done = subprocess.run(  # noqa: S603  # our own program; the paths are ours, too
            command, capture_output=True, timeout=SECONDS, check=True, stdin=subprocess.DEVNULL
        )
        seen: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        why = getattr(error, "stderr", b"") or b""
        logger.info("No preview: %s %s", error, why.decode(errors="replace")[-300:])
        return None
    return seen


@contextmanager
def _as_path(row: StoredFile) -> Iterator[Path]:
    """The original as a file on this machine: where it lies, or a copy of what lies elsewhere."""
    try:
        here = Path(storing.uploads().path(str(row.stored)))
    except NotImplementedError:
        here = None
    if here is not None:
        yield here
        return
    with tempfile.NamedTemporaryFile(prefix="doorstep-original-") as copy:
        with storing.uploads().open(str(row.stored)) as original:
            copyfileobj(original, copy)
        copy.flush()
        yield Path(copy.name)
