"""Pages of any depth at one cost: the next page begins after the last row's key."""

import base64
import binascii
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

import orjson
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from doorstep.core.errors import RuleBroken

Item = TypeVar("Item")
_Row = TypeVar("_Row", bound=models.Model)

MOST = 200
_LARGEST = 2**63 - 1

#: The parameters of every list; core.rest.document says what they mean.
Limit = Annotated[int, Field(ge=1, le=MOST)]
CursorText = Annotated[str, Field(max_length=1000)]


class Page(BaseModel, Generic[Item]):
    """`next_cursor`: send it as `cursor` for the following page; null on the last one."""

    items: list[Item]
    next_cursor: str | None = None


class Cursor:
    """An opaque place in an ordered list."""

    @staticmethod
    def write(values: list[Any]) -> str:
        """The cursor behind the row with these key values."""
        return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")

    @staticmethod
    def read(cursor: str) -> list[Any]:
        """The key values of a cursor. Raises RuleBroken when it is none of ours."""
        try:
            values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        except (binascii.Error, ValueError) as error:
            raise foreign_cursor() from error
        if not isinstance(values, list) or not values:
            raise foreign_cursor()
        return values


def foreign_cursor() -> RuleBroken:
    """The refusal of a cursor that is none of ours, or another list's."""
    return RuleBroken(
        _("This cursor is not one that this list gave out. Begin again without it."), field="cursor"
    )


def keyset_page(
    rows: "models.QuerySet[_Row]", *, cursor: str, limit: int, newest_first: bool = False
) -> tuple[list[_Row], str | None]:
    """One page of `rows` by primary key, and the cursor of the next (None at the end).

    `limit`: 1 to 200. Raises RuleBroken for a bad cursor.
    """
    rows = rows.order_by("-pk" if newest_first else "pk")
    if cursor:
        last = Cursor.read(cursor)[0]
        if type(last) is not int or not 0 <= last <= _LARGEST:
            raise foreign_cursor()
        rows = rows.filter(Q(pk__lt=last) if newest_first else Q(pk__gt=last))
    found = list(rows[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return found, Cursor.write([found[-1].pk]) if more else None


def page_of_shapes(
    shape: type[Item],
    of: Callable[[Any], Item],
    rows: "models.QuerySet[Any]",
    *,
    cursor: str,
    limit: int,
    newest_first: bool = False,
) -> Page[Item]:
    """One page of `rows`, each in its shape."""
    found, following = keyset_page(rows, cursor=cursor, limit=limit, newest_first=newest_first)
    return Page[shape](items=[of(row) for row in found], next_cursor=following)  # type: ignore[valid-type]  # a shape known at run time
