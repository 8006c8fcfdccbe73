"""What a person sees in a cell of a workbook, as text."""

from collections.abc import Callable
from datetime import MAXYEAR, date, datetime, time, timedelta

Value = str | int | float | bool | date | datetime | time | timedelta

_EXACT_INTEGERS = 1e15  # up to here a spreadsheet's number is exact; it shows 15 digits


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < _EXACT_INTEGERS:
        return str(int(value))
    return f"{value:.15g}"


def _moment(value: datetime) -> str:
    if value.microsecond and value.year < MAXYEAR:
        # A day's fraction is not exact: 07:08:09 may be stored as 07:08:08.9999.
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="seconds" if value.second else "minutes")


def _time(value: time) -> str:
    return value.isoformat(timespec="seconds" if value.second else "minutes")


def _duration(value: timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


_AS_TEXT: dict[type, Callable[..., str]] = {
    str: str,
    int: str,
    float: _number,
    bool: lambda value: "yes" if value else "no",
    date: date.isoformat,
    datetime: _moment,
    time: _time,
    timedelta: _duration,
}


def cells_as_text(values: list[Value]) -> list[str]:
    """A row's cells as text: 1234.0 -> "1234", dates as ISO, True -> "yes", a formula's last result."""
    return [value if value.__class__ is str else _AS_TEXT[value.__class__](value) for value in values]
