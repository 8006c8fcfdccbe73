"""Tabler icons as small inline SVG: no font to load, and they take the colour of the text."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICON_FOLDER = Path(__file__).resolve().parents[2] / "static" / "vendor" / "icons"

_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
# Every outline icon starts with an invisible square that only design tools need.
_FRAME = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')
_GAPS = re.compile(r"\s*\n\s*")
_LINES = re.compile(r'(?:<path d="M[^"]*"/>)+')


@cache
def _shapes(name: str) -> SafeString:
    """The shapes of one icon; nothing when the front-end files were not built, so that pages still work."""
    file = ICON_FOLDER / f"{name}.svg"
    if not file.is_file():
        return mark_safe("")
    found = _INSIDE.search(file.read_text(encoding="utf-8"))
    inside = _FRAME.sub("", found.group(1)) if found else ""
    shapes = _GAPS.sub("", inside.strip()).replace(" />", "/>")
    if _LINES.fullmatch(shapes) and not name.startswith("filled/"):
        # Lines drawn one by one are the same drawn in one go, and a page has fifty icons.
        shapes = shapes.replace('"/><path d="', "").replace(" -", "-")
    return mark_safe(shapes)  # noqa: S308 — our own files


def icon_svg(name: str, size: str = "", label: str = "") -> SafeString:
    """One icon of icons.txt. `size`: "", "sm", "menu" or "lg". Without a `label` screen readers skip it."""
    return _drawn(name, size, str(label))


# A page has fifty of them, always the same ones.
@lru_cache(maxsize=1024)
def _drawn(name: str, size: str, label: str) -> SafeString:
    classes = "icon"
    if size:
        classes += f" icon-{size}"
    if name.startswith("filled/"):
        classes += " icon-filled"
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="{}" viewBox="0 0 24 24" {}>{}</svg>', classes, spoken, _shapes(name))
