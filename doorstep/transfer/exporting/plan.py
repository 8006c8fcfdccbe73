"""What an export holds: who, which columns, in which order, as what kind of file."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.utils.text import slugify
from django.utils.translation import gettext as _

from doorstep.billing.permissions import VIEW_MONEY
from doorstep.core.paging import Order
from doorstep.customers.bulk import Selection
from doorstep.customers.columns import Column, chosen_columns
from doorstep.customers.listing import BY_NAME, order_for
from doorstep.identity.actor import Actor


class Format(StrEnum):
    """The kinds of file."""

    CSV = "csv"
    XLSX = "xlsx"


CONTENT_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What the member chose on the list.

    `columns`: keys of customers.columns, none for the list's own; `sort`: as in the URL.
    """

    selection: Selection
    columns: tuple[str, ...] = ()
    sort: str = ""
    format: Format = Format.CSV

    def as_params(self) -> dict[str, Any]:
        """JSON-ready, for Run.params."""
        return {
            "selection": self.selection.as_params(),
            "columns": list(self.columns),
            "sort": self.sort,
            "format": self.format.value,
        }

    @classmethod
    def of(cls, params: dict[str, Any]) -> Self:
        """What `as_params` gave."""
        return cls(
            Selection.of(params["selection"]),
            tuple(params["columns"]),
            params["sort"],
            Format(params["format"]),
        )

    def order(self, actor: Actor) -> Order:
        """The list's order, by name where there is none or not for this actor."""
        order = order_for(self.sort, sees_money=actor.can(VIEW_MONEY)) if self.sort else None
        return order or BY_NAME

    def shown(self, actor: Actor) -> list[Column]:
        """The columns; those with money only for who may see money."""
        return chosen_columns(actor, self.columns, sees_money=actor.can(VIEW_MONEY))

    def file_name(self, actor: Actor) -> str:
        """Such as customers-harbor-2026-03-01.csv."""
        day = actor.workspace.today().isoformat()
        return f"{slugify(_('Customers'))}-{actor.workspace.slug}-{day}.{self.format}"
