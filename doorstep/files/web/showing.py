"""What the panel and the lightbox show of a file."""

from dataclasses import dataclass
from typing import Any

from doorstep.core.webkit.panels import page_of
from doorstep.files.links import content_url
from doorstep.files.models import StoredFile
from doorstep.files.permissions import MANAGE_FILES
from doorstep.files.queries import counts_by_kind, files_of, neighbours
from doorstep.files.web.forms import UploadForm
from doorstep.identity.actor import Actor

_ICONS = {
    "application/pdf": "file-type-pdf",
    "text/plain": "file-text",
    "image": "photo",
    "video": "movie",
    "audio": "music",
}
#: How often the panel looks whether previews are there, two seconds apart.
MOST_LOOKS = 20


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file with its links; "" where there is none."""

    row: StoredFile
    original: str
    preview: str
    thumbnail: str
    icon: str


def shown(row: StoredFile) -> FileShown:
    """The file as templates take it."""
    drawn = row.has_preview()
    family = row.content_type.partition("/")[0]
    return FileShown(
        row,
        content_url(row, "original"),
        content_url(row, "preview") if drawn else "",
        content_url(row, "thumbnail") if drawn else "",
        _ICONS.get(row.content_type) or _ICONS.get(family, "file-text"),
    )


def panel_context(actor: Actor, client: Any, asked: Any) -> dict[str, Any]:
    """What the panel shows. `asked`: the query string's kind, page and look (how often it has looked)."""
    kind = asked.get("kind", "")
    kind = kind if kind in StoredFile.Kind.values else ""
    page = page_of(files_of(actor, client.pk, kind), asked.get("page"))
    files = [shown(row) for row in page.object_list]
    counts = counts_by_kind(actor, client.pk)
    look = int(asked["look"]) + 1 if asked.get("look", "").isdecimal() and len(asked["look"]) < 4 else 1
    waits = any(one.row.preview == StoredFile.Preview.PENDING for one in files)
    may_manage = actor.can(MANAGE_FILES)
    return {
        "client": client,
        "page": page,
        "files": files,
        "kind": kind,
        "kinds": [
            ("", None, sum(counts.values())),
            *((k, v, counts.get(k, 0)) for k, v in StoredFile.Kind.choices),
        ],
        "look": look if waits and look <= MOST_LOOKS else None,
        "may_manage": may_manage,
        "form": UploadForm(actor=actor, client_id=client.pk, initial={"kind": kind}) if may_manage else None,
    }


def lightbox_context(actor: Actor, row: StoredFile) -> dict[str, Any]:
    """What the lightbox shows, with the way to the files beside it."""
    newer, older = neighbours(actor, row)
    return {
        "one": shown(row),
        "client": row.client,
        "newer": newer,
        "older": older,
        "may_manage": actor.can(MANAGE_FILES),
    }
