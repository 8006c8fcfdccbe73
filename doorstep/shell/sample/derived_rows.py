"""A customer's derived rows: card, search text, indexed custom values; and the counts of all together.

The rules are the product's own; a test compares the rows with what `rebuild-figures` would write.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from doorstep.clients.cards import card_of
from doorstep.clients.counts import Counts, facts_of
from doorstep.clients.custom_values import number_of
from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import ClientCard, ClientSearch, CountDelta, CustomValue
from doorstep.clients.search_text import join_words, sort_name
from doorstep.core.db import FAR
from doorstep.shell.sample.company import Company
from doorstep.shell.sample.dates import Calendar, iso
from doorstep.shell.sample.life_figures import job_columns, money_columns
from doorstep.shell.sample.people_rows import Dossier
from doorstep.shell.sample.sheets import Keys, Sheet

_CARD_COLUMNS = tuple(
    field.attname for field in ClientCard._meta.concrete_fields if field.name != "workspace"
)


class DerivedBook:
    """Takes dossiers and writes the rows of the tables in `sheets`; adds them up in `counts`."""

    def __init__(self, company: Company, keys: Keys, calendar: Calendar, counts: Counts) -> None:
        self.company, self.keys, self.calendar = company, keys, calendar
        of = {"workspace_id": company.workspace.pk}
        self.cards = Sheet(ClientCard, " ".join(_CARD_COLUMNS), **of)
        self.texts = Sheet(ClientSearch, "client_id sort_name text", **of)
        self.values = Sheet(CustomValue, "id field_id client_id number", **of)
        self.deltas = Sheet(CountDelta, "id fact day delta", **of)
        self.counts = counts
        self.sheets = (self.cards, self.texts, self.values, self.deltas)

    def enter(self, one: Dossier) -> None:
        """Write the derived rows of one customer."""
        card = card_of(self.company.workspace, one.id, self._columns(one))
        self.cards.add(*(_plain(getattr(card, column)) for column in _CARD_COLUMNS))
        self.counts.update(facts_of(card))
        self.texts.add(one.id, card.sort_name, join_words(_words(one)))
        for key, kind, field_id in (
            ("windows", "number", self.company.windows_field),
            ("plan_renews", "date", self.company.renews_field),
        ):
            if key in one.custom:
                number = number_of(kind, one.custom[key])
                self.values.add(self.keys.next(CustomValue), field_id, one.id, number)

    def close(self) -> None:
        """Write the counts, and begin again at none."""
        for (fact, day), delta in sorted(self.counts.items()):
            self.deltas.add(self.keys.next(CountDelta), int(fact), day.isoformat(), delta)
        self.counts.clear()

    def _columns(self, one: Dossier) -> dict[str, Any]:
        life = one.life
        return {
            "sort_name": sort_name(one.household.name),
            "standing": ClientCard.Standing.CUSTOMER.value,
            "dormant": bool(life.dormant_on),
            "assigned_to_id": one.member.id if one.member else None,
            "created_on": date.fromordinal(life.came_on),
            "flagged_on": date.fromordinal(life.flagged_on) if life.flagged_on else FAR,
            "facets": list(self._facets(one)),
            **job_columns(life),
            **money_columns(life, self.calendar.year_ago),
        }

    def _facets(self, one: Dossier) -> Iterable[int]:
        company = self.company
        yield facet(Facet.SOURCE, one.source[1])
        yield facet(
            Facet.CUSTOMER_TYPE, company.types["Commercial" if one.household.commercial else "Residential"]
        )
        if one.member:
            yield facet(Facet.MEMBER, one.member.id)
        if one.account_id:
            yield facet(Facet.ACCOUNT, one.account_id)
        for tag in one.tags:
            yield facet(Facet.TAG, company.tags[tag])
        if "has_dog" in one.custom:
            yield company.dog_facet
        if "service_plan" in one.custom:
            yield company.plan_facets[str(one.custom["service_plan"])]


def _plain(value: Any) -> Any:
    return iso(value.toordinal()) if isinstance(value, date) else value


def _words(one: Dossier) -> Iterable[str]:
    """What clients.search_text joins, in its order; a US number is found by its international digits."""
    household = one.household
    yield from (household.name, household.company, household.who.first_name, household.who.last_name)
    yield household.email
    for colleague in household.contacts:
        yield from (colleague.who.first_name, colleague.who.last_name, colleague.email)
    for place in household.places:
        where = place.zip
        yield from (place.label, place.line1, place.line2, where.town, where.state, where.code)
    for _kind, number in household.phones:
        yield f"1{number}"
    for colleague in household.contacts:
        if colleague.phone:
            yield f"1{colleague.phone}"
