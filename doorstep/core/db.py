"""Column types, constants and transactions that read the same on PostgreSQL and SQLite."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Lookup

#: A date that never was, and one that never comes. In narrow derived rows they stand where a NULL would,
#: so that "order by last visit, id" pages by key without a special case.
NEVER = date.min
FAR = date.max

P = ParamSpec("P")
T = TypeVar("T")
_in_one_change: ContextVar[bool] = ContextVar("in_one_change", default=False)


@contextmanager
def one_change() -> Iterator[None]:
    """A transaction that ends as a whole with whatever fails in it, so that a `change` needs no savepoint."""
    token = _in_one_change.set(True)
    try:
        with transaction.atomic():
            yield
    finally:
        _in_one_change.reset(token)


def change(action: Callable[P, T]) -> Callable[P, T]:
    """`transaction.atomic` for an action, which within `one_change` is just a part of that."""

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        with transaction.atomic(savepoint=not _in_one_change.get()):
            return action(*args, **kwargs)

    return run


class FoldedField(models.CharField[str, str]):
    """Folded text (core.text.fold), compared byte by byte: ordering and prefix search use one index."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            # The model state names no collation (SQLite has no "C"), the column does.
            parameters["collation"] = "C"
        return parameters


class FacetsField(models.Field[Iterable[int], list[int]]):
    """A set of 32-bit integers: `integer[]` on PostgreSQL (GIN), JSON text on SQLite.

    On SQLite triggers keep the table named by `sqlite_table` (workspace_id, facet, client_id), which does
    what the GIN index does. Look-ups: `facets__has_all=[…]`, `facets__has_any=[…]`.
    """

    def __init__(self, *args: Any, sqlite_table: str = "", **kwargs: Any) -> None:
        self.sqlite_table = sqlite_table
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["sqlite_table"] = self.sqlite_table
        return name, path, args, kwargs

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "integer[]" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        return "%s::integer[]" if connection.vendor == "postgresql" else "%s"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> list[int]:
        return list(json.loads(value) if isinstance(value, str) else value)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        facets = sorted(set(value or ()))
        return facets if connection.vendor == "postgresql" else json.dumps(facets)


class _FacetLookup(Lookup):
    operator = ""
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        return "%s", [list(value)]

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} {self.operator} %s::integer[]", [*params, sorted(set(self.rhs))]

    def _sqlite_source(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, str]:
        column, _ = self.process_lhs(compiler, connection)
        alias = column.rsplit(".", 1)[0]
        return alias, self.lhs.field.sqlite_table


@FacetsField.register_lookup
class HasAll(_FacetLookup):
    """Every one of the given facets is in the set."""

    lookup_name = "has_all"
    operator = "@>"

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        alias, table = self._sqlite_source(compiler, connection)
        # EXISTS is one look-up by primary key per row; a correlated IN would list the facet anew each time.
        one = (
            f"EXISTS (SELECT 1 FROM {table} f WHERE f.workspace_id = {alias}.workspace_id"  # noqa: S608
            f" AND f.facet = %s AND f.client_id = {alias}.client_id)"
        )
        facets = sorted(set(self.rhs))
        return " AND ".join([one] * len(facets)) or "1 = 1", list(facets)


@FacetsField.register_lookup
class HasAny(_FacetLookup):
    """At least one of the given facets is in the set."""

    lookup_name = "has_any"
    operator = "&&"

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        alias, table = self._sqlite_source(compiler, connection)
        facets = sorted(set(self.rhs))
        if not facets:
            return "1 = 0", []
        marks = ", ".join(["%s"] * len(facets))
        return (
            f"EXISTS (SELECT 1 FROM {table} f WHERE f.workspace_id = {alias}.workspace_id"  # noqa: S608
            f" AND f.facet IN ({marks}) AND f.client_id = {alias}.client_id)"
        ), list(facets)


@FacetsField.register_lookup
class ShowsAny(HasAny):
    """At least one of the given facets is in the set, found out by the row's own array: no index is used."""

    lookup_name = "shows_any"

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        facets = sorted(set(self.rhs))
        said = " OR ".join([f"%s = ANY({column})"] * len(facets)) or "false"
        return f"({said})", [value for facet in facets for value in (facet, *params)]

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        known, params = super().as_sqlite(compiler, connection)
        column, _ = self.process_lhs(compiler, connection)
        # Its digits stand in the text: what lacks them is passed over without a look at the other table.
        said = " OR ".join([f"instr({column}, %s)"] * len(params)) or "1 = 0"
        return f"(({said}) AND {known})", [*map(str, params), *params]


def listed(ids: Iterable[int]) -> RawSQL:
    """Many ids as one parameter, for `pk__in=listed(ids)`.

    Thousands of placeholders take longer to read than the query takes to answer.
    """
    given = list(ids)
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [given])  # a parameter, no text
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(given)])
