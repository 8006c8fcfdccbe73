"""Addresses suggested while one is typed: those the workspace has already, and its streets."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from doorstep.clients.models import Property
from doorstep.clients.search_rows import matching_rows
from doorstep.core.search import SearchQuery
from doorstep.core.text import fold
from doorstep.identity.actor import Actor

#: So many clients are looked at; a street with more of them is suggested all the same.
_LOOKED_AT = 100
_FEWEST_LETTERS = 3
_INDEXABLE = re.compile(r"[^\W_]{3}")
_HOUSE_NUMBER = re.compile(r"\s*(\d+[a-z]?)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An address that may be meant, ready for a form's fields."""

    line1: str
    line2: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    country: str = ""

    def __str__(self) -> str:
        return ", ".join(
            part for part in (self.line1, self.line2, self.town, self.county, self.postcode) if part
        )

    @property
    def parts(self) -> dict[str, str]:
        """The values by the form's field names."""
        return asdict(self)


def suggest_known(*, actor: Actor, typed: str, limit: int = 6) -> list[Suggestion]:
    """Addresses of properties that begin as typed, then the same street with the number that was typed.

    At most four statements, by the index of the search text.
    """
    wanted = fold(typed)
    if len(wanted) < _FEWEST_LETTERS:
        return []
    found = dict.fromkeys(one for one in _addresses(actor, typed) if wanted in fold(one.line1))
    number = _HOUSE_NUMBER.match(typed)
    if number and len(found) < limit:
        found |= dict.fromkeys(_on_street(actor, typed[number.end() :], number[1]))
    return list(found)[:limit]


def _on_street(actor: Actor, street: str, number: str) -> Iterable[Suggestion]:
    """The street's addresses with another house number."""
    wanted = fold(street)
    if len(wanted) < _FEWEST_LETTERS:
        return
    for one in _addresses(actor, street):
        own = _HOUSE_NUMBER.match(one.line1)
        rest = one.line1[own.end() :] if own else one.line1
        if fold(rest).startswith(wanted):
            yield Suggestion(f"{number} {rest}", "", one.town, one.county, one.postcode, one.country)


def _addresses(actor: Actor, typed: str) -> list[Suggestion]:
    """Addresses of the first clients whose search text has what was typed in one piece; the caller picks."""
    phrase = fold(typed)
    if not _INDEXABLE.search(phrase):
        return []
    query = SearchQuery(beginning=phrase, needles=(phrase,), starts=())
    ids = matching_rows(actor.workspace_id, query).values_list("client_id", flat=True)[:_LOOKED_AT]
    rows = Property.objects.visible_to(actor).filter(client_id__in=list(ids)).order_by("line1", "pk")
    columns = ("line1", "line2", "town", "county", "postcode", "country")
    return [Suggestion(*row) for row in rows.values_list(*columns)[: 4 * _LOOKED_AT]]
