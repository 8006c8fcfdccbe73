"""Initials and a steady colour for a name."""

import zlib

AVATAR_COLOURS = 8


def initials_of(name: object) -> str:
    """Up to two letters: the first of the first and of the last word that starts with a letter or digit."""
    words = [word for word in str(name or "").split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


def avatar_class_of(name: object) -> str:
    """The same name gets the same of eight colours, today and on every machine."""
    return f"avatar-{zlib.crc32(str(name or '').casefold().encode()) % AVATAR_COLOURS}"
