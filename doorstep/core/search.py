"""What somebody typed into a search box, taken apart into what a folded text must contain.

The text searched is one folded string per record (names, e-mails, phone digits, addresses) that begins with a
space. A trigram index finds needles of three characters: words of two letters are looked for with the space
before them ("Ng", "Li"), single letters can only be tested on what was found otherwise.
"""

import re
from collections.abc import Iterator
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
_RUNS = re.compile(r"[^\W_]{3,}")
_TWO_LETTERS = re.compile(r"[^\W_]{2}")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")  # "Main," and "(Boston)" are the words without them
_MARKS_OF_A_PHONE = ("+", "(", "00")
# A house number and a postcode are shorter; a phone number without its area code has seven digits.
_FEWEST_PHONE_DIGITS = 7
#: So many letters of each word are looked up on PostgreSQL.
_LOOKED_UP = 5
#: From so many letters on, words of the same beginning are told apart by their end.
_LONG = 8
_PROVIDERS = ("gmail", "yahoo", "hotmail", "outlook", "icloud", "comcast", "example")


_SHARED = frozenset(word[at : at + TRIGRAM] for word in _PROVIDERS for at in range(len(word) - TRIGRAM + 1))


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


def looked_up(needle: str) -> tuple[str, ...]:
    """Short parts of a needle for PostgreSQL's index; the whole is to be tested on what they find.

    Each three letters in a row are a list to be read and compared. Three lists of a word tell it from most
    others; the lists of what nearly everybody has, as the provider of the e-mail address, are the longest.
    """
    person, at, _provider = needle.partition("@")
    told = person if at and _INDEXABLE.search(person) else needle
    return tuple(dict.fromkeys(part for run in _RUNS.findall(told) for part in _telling(run))) or (needle,)


def _telling(run: str) -> Iterator[str]:
    """A few letters of a word; of what ends with digits the last, since area codes are shared."""
    if run[-1].isdigit():
        yield run[-_LOOKED_UP:]
        return
    parts = [
        run[at : at + size] for size in (_LOOKED_UP, _LOOKED_UP - 1) for at in range(len(run) - size + 1)
    ]
    yield next((part for part in parts if not _trigrams(part) & _SHARED), run[:_LOOKED_UP])
    if len(run) >= _LONG:
        yield run[-_LOOKED_UP + 1 :]  # Roberts and Robertson, Harris and Harrison


def _trigrams(text: str) -> set[str]:
    return {text[at : at + TRIGRAM] for at in range(len(text) - TRIGRAM + 1)}


def fts_expression(query: SearchQuery) -> str:
    """The needles as a MATCH expression of SQLite's FTS5: quoted strings, all of which must be there."""
    return " AND ".join('"' + needle.replace('"', '""') + '"' for needle in query.needles)
