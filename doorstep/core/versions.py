"""Two people editing one record: each one's changes are kept, a clash is shown to the second."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from doorstep.core.errors import StaleVersion


def merge_edits(
    *, mine: Mapping[str, Any], stored: Mapping[str, Any], seen: Mapping[str, Any] | None, version: int
) -> dict[str, Any]:
    """The part of `mine` that the editor really changed, to be written over what was saved in between.

    `seen`: the values the editor's form showed. `version`: of the stored record. What both changed, to
    different values, raises StaleVersion with details {"fields": {name: {"mine", "theirs"}}, "version"}.
    """
    kept: dict[str, Any] = {}
    clashes: dict[str, dict[str, Any]] = {}
    for name, value in mine.items():
        known = seen is not None and name in seen
        before = seen[name] if seen is not None and known else None
        if value == stored[name] or (known and before == value):
            continue
        if known and before == stored[name]:
            kept[name] = value
        else:
            clashes[name] = {"mine": value, "theirs": stored[name]}
    if clashes:
        raise StaleVersion(
            _("Somebody else changed this while you were editing. Choose which value to keep."),
            details={"fields": clashes, "version": version},
        )
    return kept
