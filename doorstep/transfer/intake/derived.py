"""The derived rows of new customers, made from the row itself: what rebuilding would make."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from doorstep.clients.counts import Fact
from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import ClientCard
from doorstep.clients.search_text import join_words, sort_name
from doorstep.core.db import NEVER
from doorstep.core.text import digits
from doorstep.transfer.intake.cleaning import CleanRow
from doorstep.transfer.intake.tables import CARD

_CUSTOMER = ClientCard.Standing.CUSTOMER.value
_NAMES = ("company_name", "first_name", "last_name", "email", "external_id")
_ADDRESS = ("label", "line1", "line2", "line3", "town", "county", "postcode", "external_id")
_FACETS = (("source_id", Facet.SOURCE), ("assigned_to_id", Facet.MEMBER), ("account_id", Facet.ACCOUNT))


def facets_of(row: CleanRow, references: dict[str, Any], tag_ids: Iterable[int]) -> list[int]:
    """What filters find the customer by, ticked custom choices apart."""
    found = [facet(Facet.TAG, tag_id) for tag_id in tag_ids]
    found.append(facet(Facet.CUSTOMER_TYPE, row.type_id))
    found += [facet(kind, references[name]) for name, kind in _FACETS if references.get(name)]
    return found


def card_line(
    ws: int, pk: int, name: str, assigned_id: int | None, created_on: date, facets: list[int]
) -> Sequence[Any]:
    """The card of a customer without any work."""
    return CARD.line(
        {},
        client_id=pk,
        workspace_id=ws,
        standing=_CUSTOMER,
        sort_name=sort_name(name),
        assigned_to_id=assigned_id,
        created_on=created_on,
        last_activity_on=created_on,
        facets=sorted(set(facets)),
    )


def facts_of(created_on: date) -> list[tuple[int, date]]:
    """How a customer without any work counts; the same as counts.facts_of says of its card."""
    return [
        (Fact.TOTAL, created_on),
        (Fact.ACTIVITY, created_on),
        (Fact.BUSINESS, NEVER),
        (Fact.PAID, NEVER),
    ]


def search_text(row: CleanRow) -> str:
    """The text that search looks through; the same as clients.search_text makes of the stored rows."""
    row.found_as = row.found_as or _search_text(row)
    return row.found_as


def _search_text(row: CleanRow) -> str:
    values, place = row.values, row.place
    words = [row.name, *(values.get(name, "") for name in _NAMES)]
    if place:
        words += [place.get(name, "") for name in _ADDRESS]
    for phone in row.phones:
        if not phone.e164:
            words.append(digits(phone.typed))
            continue
        international, national = phone.e164[1:], phone.national_digits
        words += [international, "" if international.endswith(national) else national, phone.extension]
    return join_words(words)
