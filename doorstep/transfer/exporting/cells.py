"""How one value of a list becomes a cell of a spreadsheet: raw where a spreadsheet can count with it."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from doorstep.core.money import minor_units
from doorstep.core.tables import Value
from doorstep.customers.columns import Column, Kind

Converter = Callable[[Any], Value]


def converter_for(column: Column, currency: str) -> Converter:
    """The function that turns a value of this column, as CustomerRow holds it, into a cell."""
    if column.key == "status":
        words = {"archived": _("Archived"), "dormant": _("Dormant"), "": _("Active")}
        return lambda value: words[value or ""]
    if column.kind is Kind.MONEY:
        return _money(minor_units(currency))
    return _CONVERTERS.get(column.kind, _text)


def _money(places: int) -> Converter:
    # Scaling by an exponent is exact and quicker than a division.
    return lambda cents: Decimal(cents).scaleb(-places) if cents is not None else None


def _text(value: Any) -> Value:
    return value if isinstance(value, str) or value is None else str(value)


def _phone(value: Any) -> Value:
    # As it was typed: an international number begins with "+", which would have to be guarded.
    return value["typed"] if value else None


def _tags(value: Any) -> Value:
    return ", ".join(tag.name for tag in value) if value else None


def _reasons(value: Any) -> Value:
    return "; ".join(reason.words for reason in value) if value else None


def _list(value: Any) -> Value:
    return (
        ", ".join(map(str, value))
        if isinstance(value, Sequence) and not isinstance(value, str)
        else _text(value)
    )


def _day(value: Any) -> Value:
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


def _number(value: Any) -> Value:
    if not isinstance(value, str):
        number: Value = value
        return number
    try:
        return Decimal(value)
    except InvalidOperation:
        return value


_CONVERTERS: dict[Kind, Converter] = {
    Kind.PHONE: _phone,
    Kind.TAGS: _tags,
    Kind.REASONS: _reasons,
    Kind.MULTI_CHOICE: _list,
    Kind.DATE: _day,
    Kind.NUMBER: _number,
    Kind.CHECKBOX: bool,
}
