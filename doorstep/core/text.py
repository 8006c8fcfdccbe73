"""Text for comparing and for keeping: folding, digits, initials, and what a cell really says."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and an accent.
_UNSPLIT = str.maketrans(
    dict(zip("øđðłħıŋ", "oddlhin", strict=True)) | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
# Combining classes up to 9 belong to the letter (Indian vowels, Japanese voicing); above are accents.
_LAST_CLASS_OF_LETTERS = 9

_NOT_DIGIT = re.compile(r"\D+")
_NOT_LETTER_OR_DIGIT = re.compile(r"[\W_]+")

_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\u0085|\v|\f")
# Control characters; soft hyphen; zero-width; marks and overrides of writing direction; byte order mark.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


# UTF-8 whose bytes were taken for letters once: "Ã¼", "â€™" by Windows, "√º", "‚Äô" by an old Macintosh.
_MISREAD = re.compile(
    "[ÂÃÄÅ][\u00a1-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[^\\s\\w]|â‚¬|ï¿½|√[^\x00-\x7f]|‚Ä[^\x00-\x7f]"
)


def looks_misread(s: str) -> bool:
    """Whether the text was read in a wrong encoding before it was saved: "MÃ¼ller", "Oâ€™Brien"."""
    return not s.isascii() and _MISREAD.search(s) is not None


def fold(s: str) -> str:
    """Text for comparing and searching, " Zoë  MÜLLER" -> "zoe muller": small, no accents, single spaces."""
    if not s.isascii():
        s = unicodedata.normalize("NFKD", s).casefold()
        s = unicodedata.normalize("NFKD", s).translate(_UNSPLIT)
        kept = [c for c in s if unicodedata.combining(c) <= _LAST_CLASS_OF_LETTERS]
        return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())
    return " ".join(s.lower().split())


def name_key(s: str) -> str:
    """A name for matching: folded, letters and digits only. "O'Brien & Co." -> "obrienco"."""
    return _NOT_LETTER_OR_DIGIT.sub("", fold(s))


def digits(s: str) -> str:
    """The digits alone, as 0-9 whatever script they were written in."""
    found = _NOT_DIGIT.sub("", s)
    if found.isascii():
        return found
    return "".join(str(unicodedata.decimal(c)) for c in found)


def initials(name: str) -> str:
    """Up to two capitals for an avatar: of the first and the last word; "" for none."""
    firsts = [found[0] for word in name.split() if (found := _NOT_LETTER_OR_DIGIT.sub("", word))]
    return (firsts[0] + firsts[-1] if len(firsts) > 1 else "".join(firsts)).upper()


def clean_cell(s: str) -> str:
    """What a person sees in a cell: nothing invisible, plain spaces, none around it; line breaks stay."""
    if s.isascii() and s.isprintable():
        return s.strip()
    s = _LINE_ENDS.sub("\n", s)
    s = _UNSEEN.sub("", s)
    return _SPACES.sub(" ", s).strip()
