"""The cells and rows of a workbook's sheet as XML."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from xml.sax.saxutils import escape

from doorstep.core.tables.writing import Value, value_text

HEADER_STYLE, MONEY_STYLE, DATE_STYLE, MOMENT_STYLE = 1, 2, 3, 4

_EXACT_DIGITS = 15  # a spreadsheet's number has no more; longer ones (account numbers) stay text
_MOST_CHARS = 32_767
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a 29 February 1900 that never was
_DAY_ZERO = date(1899, 12, 30)
_DAY_SECONDS = 86_400

# What XML cannot hold, or what a reader would change: spaces at the ends, line ends, Excel's own escapes.
_SPECIAL = re.compile(r"[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|\A\s|\s\Z")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATE = re.compile("[\ud800-\udfff]")


def column_letters(columns: int) -> list[str]:
    """The names of the first columns: A, B, … Z, AA and so on."""
    names = []
    for number in range(1, columns + 1):
        name, rest = "", number
        while rest:
            rest, letter = divmod(rest - 1, 26)
            name = chr(65 + letter) + name
        names.append(name)
    return names


def row_xml(number: int, letters: Sequence[str], row: Sequence[Value], style: int = 0) -> str:
    """One row of a sheet; empty cells are left out. `style`: of its texts."""
    cells = [f'<row r="{number}">']
    styled = f' s="{style}"' if style else ""
    for letter, value in zip(letters, row, strict=False):
        if value.__class__ is str:
            if value:
                text = _text_xml(value) if _SPECIAL.search(value) else f"<t>{value}</t>"
                cells.append(f'<c r="{letter}{number}"{styled} t="inlineStr"><is>{text}</is></c>')
        elif value is not None:
            cells.append(f'<c r="{letter}{number}"{_OTHERS[_kind(value)](value)}</c>')
    cells.append("</row>")
    return "".join(cells)


def _text_xml(text: str) -> str:
    text = _SURROGATE.sub("\ufffd", text[:_MOST_CHARS])
    text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return f'<t xml:space="preserve">{escape(text)}</t>'


def _as_text(value: Value) -> str:
    return f' t="inlineStr"><is>{_text_xml(value_text(value))}</is>'


def _integer(value: int) -> str:
    return f"><v>{value}</v>" if len(str(abs(value))) <= _EXACT_DIGITS else _as_text(value)


def _float(value: float) -> str:
    return (
        f"><v>{value!r}</v>" if value - value == 0 else _as_text(value)
    )  # neither infinite nor "not a number"


def _decimal(value: Decimal) -> str:
    if not value.is_finite() or len(value.as_tuple().digits) > _EXACT_DIGITS:
        return _as_text(value)
    return f' s="{MONEY_STYLE}"><v>{value:f}</v>'


def _date(value: date) -> str:
    if value < _FIRST_DAY:
        return _as_text(value)
    return f' s="{DATE_STYLE}"><v>{(value - _DAY_ZERO).days}</v>'


def _moment(value: datetime) -> str:
    if value.date() < _FIRST_DAY:
        return _as_text(value)
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return f' s="{MOMENT_STYLE}"><v>{(value.date() - _DAY_ZERO).days + seconds / _DAY_SECONDS:.10f}</v>'


_OTHERS: dict[type, Callable[..., str]] = {
    bool: lambda value: f' t="b"><v>{value:d}</v>',
    int: _integer,
    float: _float,
    Decimal: _decimal,
    datetime: _moment,
    date: _date,
    time: _as_text,
    str: _as_text,  # a subclass, such as a translated label
}


def _kind(value: Value) -> type:
    """The type by which a value is written; its own, or the one it descends from."""
    kind = type(value)
    return kind if kind in _OTHERS else next((known for known in _OTHERS if isinstance(value, known)), str)
