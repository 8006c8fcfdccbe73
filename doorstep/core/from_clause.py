"""What stands in FROM, where Django has no word for it: an index to go by, a SELECT read as the table."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.sql.datastructures import BaseTable

_Row = TypeVar("_Row", bound=Model)


def by_index(rows: "QuerySet[_Row, Any]", index: str) -> "QuerySet[_Row, Any]":
    """Tell SQLite which index of the table to use; without statistics its guess is often the wrong one."""
    return _with_table(rows, _TableByIndex, index)


def out_of(
    rows: "QuerySet[_Row, Any]", select: "QuerySet[_Row, Any]", *, fenced: bool = False
) -> "QuerySet[_Row, Any]":
    """`rows`, taken out of what `select` (of whole rows) finds instead of out of the table.

    `fenced`: PostgreSQL plans `select` for all of its rows, whatever is taken of them.
    """
    sql, params = select.query.sql_with_params()
    return _with_table(rows, _SelectedTable, f"({sql}{' OFFSET 0' if fenced else ''})", tuple(params))


def _with_table(
    rows: "QuerySet[_Row, Any]", table: Callable[..., BaseTable], *arguments: Any
) -> "QuerySet[_Row, Any]":
    told = rows.all()
    alias = told.query.get_initial_alias()
    told.query.alias_map[alias] = table(rows.model._meta.db_table, alias, *arguments)
    return told


class _TableByIndex(BaseTable):
    """`table INDEXED BY index`."""

    def __init__(self, table_name: str, alias: str | None, index: str) -> None:
        super().__init__(table_name, alias)
        self.index = index

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        sql, params = super().as_sql(compiler, connection)
        return f"{sql} INDEXED BY {connection.ops.quote_name(self.index)}", list(params)

    def relabeled_clone(self, change_map: dict[str | None, str]) -> "_TableByIndex":
        return _TableByIndex(self.table_name, change_map.get(self.table_alias, self.table_alias), self.index)


class _SelectedTable(BaseTable):
    """`(SELECT …) table`."""

    def __init__(self, table_name: str, alias: str | None, sql: str, params: tuple[Any, ...]) -> None:
        super().__init__(table_name, alias)
        self.sql, self.params = sql, params

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return f"{self.sql} {connection.ops.quote_name(self.table_alias)}", list(self.params)

    def relabeled_clone(self, change_map: dict[str | None, str]) -> "_SelectedTable":
        alias = change_map.get(self.table_alias, self.table_alias)
        return _SelectedTable(self.table_name, alias, self.sql, self.params)
