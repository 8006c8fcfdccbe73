"""What somebody typed into a search box, taken apart into what a folded text must contain.

The text searched is one folded string per record (names, e-mails, phone digits, addresses) that begins with a
space. A trigram index finds needles of three characters: words of two letters are looked for with the space
before them ("Ng", "Li"), single letters can only be tested on what was found otherwise.
"""

import re
from dataclasses import dataclass

from doorstep.core.phones import search_digits
from doorstep.core.text import clean_cell, digits, fold

#: The fewest letters or digits in a row that a trigram index can look up.
TRIGRAM = 3
_LONGEST = 200
_MOST_WORDS = 8

_EXTENSION = re.compile(r"\s*(?:x|ext\.?|extension|#)\s*\d{1,7}\s*\Z", re.IGNORECASE)
_PHONE = re.compile(r"[\d\s()+\-./\u2010-\u2015]+")
_INDEXABLE = re.compile(r"[^\W_]{3}")
_TWO_LETTERS = re.compile(r"[^\W_]{2}")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")  # "Main," and "(Boston)" are the words without them
_MARKS_OF_A_PHONE = ("+", "(", "00")
# A house number and a postcode are shorter; a phone number without its area code has seven digits.
_FEWEST_PHONE_DIGITS = 7


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What to look for. Empty (false) when nothing was typed.

    `beginning`: the whole of it, for the look-up of names that begin so. `needles`: each must be in the text
    and can be looked up by index. `starts`: single letters and signs, each must begin a word of the text.
    """

    beginning: str
    needles: tuple[str, ...]
    starts: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.beginning)

    @property
    def only_beginning(self) -> bool:
        """Too short for the index: names are found by how they begin, and by nothing else."""
        return not self.needles


def without_apostrophes(word: str) -> str:
    """The word as many type it, "obrien": texts hold both spellings, queries look for this one."""
    return word.replace("'", "").replace("\u2019", "")


def read_query(typed: str) -> SearchQuery:
    """Take apart what was typed. Never raises: any text is a query.

    A phone number in any spelling ("(212) 555-01", "+44 20…", "0044…") becomes its digits.
    """
    text = clean_cell(typed[:_LONGEST].encode("utf-8", "ignore").decode())
    beginning = fold(text)
    number = _phone_digits(text)
    if number:
        return SearchQuery(beginning, (number,), ())
    spoken = (_EDGES.sub("", word) for word in without_apostrophes(beginning).split())
    words = [_word(word) for word in dict.fromkeys(spoken) if word][:_MOST_WORDS]
    needles = [word for word in words if _INDEXABLE.search(word)]
    needles += [f" {word}" for word in words if not _INDEXABLE.search(word) and _TWO_LETTERS.match(word)]
    starts = [word for word in words if word not in needles and f" {word}" not in needles]
    return SearchQuery(beginning, tuple(needles), tuple(starts))


def _phone_digits(text: str) -> str:
    """The digits when the whole text is a phone number or part of one, else ""."""
    bare = _EXTENSION.sub("", text)
    if not _PHONE.fullmatch(bare):
        return ""
    found = search_digits(bare)
    if len(found) >= _FEWEST_PHONE_DIGITS:
        return found
    return found if len(found) >= TRIGRAM and bare.lstrip().startswith(_MARKS_OF_A_PHONE) else ""


def _word(word: str) -> str:
    """One word; "555-0123" among other words is a number too."""
    if _PHONE.fullmatch(word) and len(digits(word)) >= _FEWEST_PHONE_DIGITS:
        return search_digits(word)
    return word


def fts_expression(query: SearchQuery) -> str:
    """The needles as a MATCH expression of SQLite's FTS5: quoted strings, all of which must be there."""
    return " AND ".join('"' + needle.replace('"', '""') + '"' for needle in query.needles)
