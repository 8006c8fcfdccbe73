"""Saying no to a file: what it is, why it is not taken, what to do instead."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken


class FileRefused(RuleBroken):
    """A file is not taken in. `code`: for programs and tests, such as "program"."""

    def __init__(self, message: str | Promise, code: str) -> None:
        super().__init__(message, field="file", details={"code": code})
        self.code = code


def _words(code: str) -> str:
    """What to say of what was recognised and is not taken."""
    words: Mapping[str, str] = {
        "empty": _("This file is empty. Check the original and upload it again."),
        "program": _("This file is a program, whatever its name says. Programs are not kept."),
        "archive": _("This file is an archive. Unpack it and upload the files that are in it."),
        "markup": _("This file is a web page or XML, which can run scripts. Save it as PDF and upload that."),
        "svg": _("SVG pictures can hold scripts. Save it as PNG or PDF and upload that."),
        "macros": _(
            "This document holds macros. Save it without them (.docx, .xlsx, .pptx) and upload that."
        ),
        "damaged": _(
            "This file is damaged or was not transferred completely. Open the original, save it again and "
            "upload that."
        ),
        "unknown": _(
            "What this file is cannot be told. Pictures, PDF, office documents, text, sound and film are "
            "taken."
        ),
        "virus": _("The virus check found something in this file. It was not kept."),
        "scanner": _("The virus check does not answer, so nothing is taken in. Try again in some minutes."),
    }
    return words[code]


def refused(code: str) -> FileRefused:
    """The refusal with the words for `code`."""
    return FileRefused(_words(code), code)


def too_large(size: int, most: int) -> FileRefused:
    """The refusal of a file of `size` bytes where `most` are taken."""
    shown: dict[str, Any] = {"size": _megabytes(size), "most": _megabytes(most)}
    return FileRefused(_("This file has %(size)s MB; at most %(most)s MB can be kept.") % shown, "size")


def too_many_pixels(width: int, height: int, most: int) -> FileRefused:
    """The refusal of a picture that would unpack to more than `most` pixels."""
    shown = {"width": width, "height": height, "most": most // 1_000_000}
    words = _(
        "This picture says it has %(width)d × %(height)d pixels; at most %(most)d million can be opened. "
        "Save it smaller and upload that."
    )
    return FileRefused(words % shown, "pixels")


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:.1f}".removesuffix(".0")
