"""Paging by key: the next page begins after the last row seen, so page 50,000 costs what the first one does.

The order is a column and then the primary key, both in the same direction, served by one index. A place in
the list is a token in the URL, so that Back, bookmarks and the API work alike.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.utils.functional import Promise

from doorstep.core.ways import Way

SIZES = (25, 50, 100)
_LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Sort:
    """One order of a list. `column`: of the model; `kind`: str, int or date; `index`: that serves it.

    `downwards`: which way it goes when somebody first asks for it (the biggest, the latest first).
    """

    key: str
    label: str | Promise
    column: str
    kind: type
    index: str
    downwards: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A sort in one direction."""

    sort: Sort
    descending: bool

    @property
    def key(self) -> str:
        """As in the URL: "name", "-revenue"."""
        return f"-{self.sort.key}" if self.descending else self.sort.key


def read_order(key: str, sorts: Mapping[str, Sort]) -> Order | None:
    """The order that a URL's "name" or "-name" asks for; None when there is none of that name."""
    sort = sorts.get(key.removeprefix("-"))
    return Order(sort, key.startswith("-")) if sort else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is: from the start, up to the end, or next to a row.

    `value`, `pk`: the row it is next to. `start`: the number of the page's first row, from 1, when known.
    """

    toward: str = "first"  # "first", "last", "after", "before"
    value: Any = None
    pk: int = 0
    start: int | None = 1


class BadPlace(ValueError):
    """The token is none of ours, or belongs to another order."""


def read_place(params: Mapping[str, Any], order: Order) -> Place:
    """The place in `after=`, `before=` or `last=1`. Raises BadPlace."""
    for toward in ("after", "before"):
        if token := params.get(toward):
            value, pk, start = _opened(str(token), order.sort.kind)
            return Place(toward, value, pk, start)
    return Place("last", start=None) if params.get("last") else Place()


def _opened(token: str, kind: type) -> tuple[Any, int, int | None]:
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii") + b"==")
        value, pk, start = json.loads(raw)
        read: Any = date.fromisoformat(value) if kind is date else value
        fits = type(read) is kind and all(_is_number(one) for one in (pk, 0 if start is None else start))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise BadPlace from error
    if not fits or not (_is_number(read) if kind is int else _is_text(str(read))):
        raise BadPlace
    return read, pk, start


def _is_number(value: Any) -> bool:
    return type(value) is int and abs(value) <= _LARGEST_INTEGER


def _is_text(value: str) -> bool:
    return "\x00" not in value and value.encode("utf-8", "ignore").decode() == value


def token_of(value: Any, pk: int, start: int | None) -> str:
    """What stands in the URL for a place next to a row."""
    plain = value.isoformat() if isinstance(value, date) else value
    written = json.dumps([plain, pk, start], separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of keys. `previous`, `next`: tokens for before= and after=, "" at the ends."""

    ids: list[int]
    previous: str
    next: str
    start: int | None

    @property
    def end(self) -> int | None:
        """The number of the last row, when known."""
        return None if self.start is None else self.start + len(self.ids) - 1


@dataclass(frozen=True)
class Pager:
    """Takes pages of `size` rows in `order`, by the first of the `ways` that fills them, else by the last."""

    ways: Sequence[Way]
    order: Order
    size: int

    def take(self, place: Place, total: int | None = None) -> Slice:
        """The page at `place`: one statement of two columns. `total`: all rows, if known (for the end)."""
        if place.toward == "first":
            return self._forward(place, start=1, has_previous=False)
        if place.toward == "after":
            found = self._forward(place, start=place.start, has_previous=True)
            # What stood there is gone: the end of the list, rather than an empty page.
            return found if found.ids else self.take(Place("last", start=None), total)
        if place.toward == "before":
            return self._backward(place, place.start)
        size = (total % self.size or self.size) if total else self.size
        rows = list(reversed(self._fetch(place, size + 1, backwards=True)))
        start = total - size + 1 if total else None
        return self._sliced(rows[-size:], start, has_previous=len(rows) > size, has_next=False)

    def _fetch(self, place: Place, limit: int, *, backwards: bool) -> list[tuple[int, Any]]:
        """The next rows from a place on, as (key, value of the order's column). A statement for each way."""
        found: list[tuple[int, Any]] = []
        for way in self.ways:
            rows = way.through(lambda rows: self.ordered(rows, place, backwards=backwards))
            found = list(rows.values_list("pk", self.order.sort.column)[:limit])
            if len(found) == limit:
                break
        return found

    def ordered(
        self, rows: "QuerySet[Any, Any]", place: Place, *, backwards: bool = False
    ) -> "QuerySet[Any, Any]":
        """The rows from the place on, in the order."""
        descending = self.order.descending != backwards
        column, sign = self.order.sort.column, "-" if descending else ""
        if place.toward in {"after", "before"}:
            rows = rows.filter(_compared(column, place, "<" if descending else ">"))
        return rows.order_by(f"{sign}{column}", f"{sign}pk")

    def _forward(self, place: Place, *, start: int | None, has_previous: bool) -> Slice:
        found = self._fetch(place, self.size + 1, backwards=False)
        return self._sliced(
            found[: self.size], start, has_previous=has_previous, has_next=len(found) > self.size
        )

    def _backward(self, place: Place, following: int | None) -> Slice:
        found = self._fetch(place, self.size + 1, backwards=True)
        if len(found) < self.size:
            # Too few before it: the first page, whole, rather than a stump.
            return self.take(Place())
        kept = list(reversed(found[: self.size]))
        start = following - self.size if following and following > self.size else None
        return self._sliced(kept, start, has_previous=len(found) > self.size, has_next=True)

    def _sliced(
        self, rows: list[tuple[int, Any]], start: int | None, *, has_previous: bool, has_next: bool
    ) -> Slice:
        following = None if start is None else start + len(rows)
        return Slice(
            ids=[pk for pk, _ in rows],
            previous=token_of(rows[0][1], rows[0][0], start) if rows and has_previous else "",
            next=token_of(rows[-1][1], rows[-1][0], following) if rows and has_next else "",
            start=start if rows else None,
        )


def _compared(column: str, place: Place, sign: str) -> "_RowComparison":
    return _RowComparison(F(column), F("pk"), Value(place.value), Value(place.pk), sign=sign)


class _RowComparison(Func):
    """`(column, pk) < (value, key)`, which both databases answer from the index of the order."""

    output_field = BooleanField()

    def as_sql(  # type: ignore[override]  # the stubs know no such wide one
        self, compiler: Any, connection: Any, **extra: Any
    ) -> tuple[str, list[Any]]:
        compiled = [compiler.compile(one) for one in self.get_source_expressions()]
        column, pk, value, key = (sql for sql, _ in compiled)
        sql = f"({column}, {pk}) {self.extra['sign']} ({value}, {key})"
        return sql, [param for _, params in compiled for param in params]
