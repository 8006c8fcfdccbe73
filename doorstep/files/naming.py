"""The name a file is shown and downloaded under: the person's own, without what a name could do harm with."""

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from doorstep.core.text import clean_cell
from doorstep.files.contents.kinds import FileType

LONGEST: Final = 120
_LONGEST_ENDING: Final = 12
_PATH: Final = re.compile(r"[/\\]")
# What Windows refuses in names, and line breaks.
_REFUSED: Final = re.compile(r'[:*?"<>|\n\t]+')


def clean_name(typed: str) -> str:
    """A name without a path, control characters or turned-round writing, at most 120 letters; "" for none."""
    last = _PATH.split(unicodedata.normalize("NFC", typed))[-1]
    name = _REFUSED.sub("_", clean_cell(last))
    return _shortened(" ".join(name.split()).strip(". "))


def fitting_name(typed: str, kind: FileType) -> str:
    """The cleaned name with an ending that fits the content: "run.bat" of plain text is "run.bat.txt"."""
    name = clean_name(typed) or _("file")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return name if ending in kind.endings else _shortened(f"{name}.{kind.endings[0]}")


def _shortened(name: str) -> str:
    """At most 120 letters, the ending kept."""
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        return name[:LONGEST].rstrip(". ")
    return stem[: LONGEST - len(ending) - 1].rstrip(". ") + dot + ending
