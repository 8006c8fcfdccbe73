"""Reading many customers for a spreadsheet: plain tuples, few statements, nothing that is not shown.

The list's own reader (customers.queries.rows) makes an object per row for fifty of them; an export reads a
million. A test holds the two to the same values.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce, NullIf

from doorstep.clients.custom_values import PREFIX
from doorstep.clients.facets import Facet, facet
from doorstep.clients.models import Client, ClientPhone, Property
from doorstep.core.db import NEVER, listed
from doorstep.core.tables import Value as Cell
from doorstep.customers.columns import Column
from doorstep.identity.actor import Actor
from doorstep.transfer.exporting.cells import converter_for
from doorstep.vocabulary.models import CustomField, CustomFieldOption, Tag

Raw = tuple[Any, ...]
Getter = Callable[[Raw], Cell]

_PATHS = {
    "company": "company_name",
    "email": "email",
    "type": "customer__type__name",
    "account": "customer__account__name",
    "assigned": "assigned_name",
    "source": "source__name",
    "reference": "external_id",
    "jobs": "card__jobs_count",
    "invoices": "card__invoice_count",
    "recent": "card__recent_revenue_cents",
    "revenue": "card__lifetime_revenue_cents",
    "balance": "card__open_balance_cents",
    "last_visit": "card__last_visit_on",
    "last_job": "card__last_job_on",
    "last_invoice": "card__last_invoice_on",
    "last_payment": "card__last_payment_on",
    "created": "card__created_on",
}


class WideReader:
    """Turns client ids into lines of cells: id, name, then one per column."""

    def __init__(self, actor: Actor, columns: Sequence[Column]) -> None:
        self.actor = actor
        self.paths = ["pk", "name"]
        self._phones: dict[int, str] = {}
        self._places: dict[int, tuple[str, ...]] = {}
        keys = {column.key for column in columns}
        self._wants_phones = "phone" in keys
        self._wants_places = bool(keys & {"address", "city"})
        self._labels = self._read_labels([column.field for column in columns if column.field])
        self._getters = [self._getter(column) for column in columns]

    def lines(self, ids: Sequence[int]) -> list[list[Cell]]:
        """The lines of these customers in the order of `ids`; those that are not to be seen are left out."""
        if self._wants_phones:
            self._read_phones(ids)
        if self._wants_places:
            self._read_places(ids)
        clients = Client.objects.visible_to(self.actor).filter(pk__in=listed(ids))
        if "assigned_name" in self.paths:
            clients = clients.annotate(assigned_name=_assigned_name())
        raw = {row[0]: row for row in clients.values_list(*self.paths)}
        getters = self._getters
        return [
            [pk, row[1], *[get(row) for get in getters]] for pk in ids if (row := raw.get(pk)) is not None
        ]

    def _path(self, path: str) -> int:
        if path not in self.paths:
            self.paths.append(path)
        return self.paths.index(path)

    def _getter(self, column: Column) -> Getter:
        if column.field:
            return self._own(column)
        special = {
            "phone": self._phone,
            "address": self._address,
            "city": self._city,
            "tags": self._tags,
            "status": self._status,
        }.get(column.key)
        if special is not None:
            return special(column)
        place = self._path(_PATHS[column.key])
        convert = converter_for(column, self.actor.workspace.currency)
        return lambda row: None if (value := row[place]) == NEVER else convert(value)

    def _phone(self, column: Column) -> Getter:
        phones = self._phones
        return lambda row: phones.get(row[0])

    def _address(self, column: Column) -> Getter:
        places = self._places
        return lambda row: ", ".join(part for part in places.get(row[0], ()) if part)

    def _city(self, column: Column) -> Getter:
        places = self._places
        return lambda row: places[row[0]][1] if row[0] in places else ""

    def _tags(self, column: Column) -> Getter:
        tags = Tag.objects.visible_to(self.actor).values_list("pk", "name")
        names = {facet(Facet.TAG, pk): name for pk, name in tags}
        place = self._path("card__facets")
        return lambda row: ", ".join(sorted(names[one] for one in row[place] or () if one in names))

    def _status(self, column: Column) -> Getter:
        archived, dormant = self._path("card__archived"), self._path("card__dormant")
        convert = converter_for(column, "")
        return lambda row: convert("archived" if row[archived] else "dormant" if row[dormant] else "")

    def _own(self, column: Column) -> Getter:
        place, key = self._path("custom"), column.key.removeprefix(PREFIX)
        convert = converter_for(column, self.actor.workspace.currency)
        labels = self._labels.get(key, {})

        def get(row: Raw) -> Cell:
            value = (row[place] or {}).get(key)
            if isinstance(value, list):
                return convert([labels.get(one, one) for one in value])
            return convert(labels.get(value, value) if isinstance(value, str) else value)

        return get

    def _read_labels(self, fields: Sequence[str]) -> dict[str, dict[str, str]]:
        if not fields:
            return {}
        own = CustomField.objects.visible_to(self.actor).filter(on=CustomField.On.CUSTOMER, key__in=fields)
        labels: dict[str, dict[str, str]] = {}
        options = CustomFieldOption.objects.filter(field__in=own)
        for field, option, label in options.values_list("field__key", "key", "label"):
            labels.setdefault(field, {})[option] = label
        return labels

    def _read_phones(self, ids: Sequence[int]) -> None:
        phones = ClientPhone.objects.filter(client_id__in=listed(ids), contact=None)
        # The first one by position is written last.
        ordered = phones.order_by("-position", "-pk").values_list("client_id", "typed")
        self._phones.clear()
        self._phones.update(ordered)

    def _read_places(self, ids: Sequence[int]) -> None:
        places = Property.objects.filter(client_id__in=listed(ids), is_primary=True)
        found = places.order_by("-pk").values_list("client_id", "line1", "town", "county", "postcode")
        self._places.clear()
        self._places.update({client_id: tuple(parts) for client_id, *parts in found})


def _assigned_name() -> Any:
    user = "assigned_to__user"
    named = NullIf(F(f"{user}__name"), Value(""))
    return Coalesce(named, F(f"{user}__email"), output_field=CharField())
