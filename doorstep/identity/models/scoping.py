"""The one way in: every read starts at what the actor may see."""

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models

from doorstep.identity.models.workspace import Workspace

if TYPE_CHECKING:
    from doorstep.identity.actor import Actor

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class WorkspaceQuerySet(models.QuerySet[_Row]):
    """Rows of one workspace, seen by every member of it."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those rows that `actor` may see."""
        return self.filter(workspace_id=actor.workspace_id)


class AssignedQuerySet(WorkspaceQuerySet[_Row]):
    """Rows that follow the visibility of a client: all, the team's, or the member's own.

    `assigned_path`: the look-up from the row to the member the client is assigned to.
    """

    assigned_path: ClassVar[str] = "assigned_to_id"

    def visible_to(self, actor: "Actor") -> Self:
        rows = super().visible_to(actor)
        if actor.sees_assigned_to is None:
            return rows
        return rows.filter(**{f"{self.assigned_path}__in": sorted(actor.sees_assigned_to)})


def visible_sql(actor: "Actor", table: str, assigned: str = "assigned_to_id") -> tuple[str, list[int]]:
    """What `AssignedQuerySet.visible_to` asks for, for a statement that is written out, and its parameters.

    `table`: what the statement calls the table; `assigned`: its column of the member a client is assigned to.
    """
    if actor.sees_assigned_to is None:
        return f"{table}.workspace_id = %s", [actor.workspace_id]
    members = sorted(actor.sees_assigned_to)
    marks = ", ".join(["%s"] * len(members)) or "NULL"
    condition = f"{table}.workspace_id = %s AND {table}.{assigned} IN ({marks})"
    return condition, [actor.workspace_id, *members]


class WorkspaceRow(models.Model):
    """Base of every table that belongs to a company. Its indexes all start with the workspace.

    `walled`: whether row-level security stands before the table on PostgreSQL (see identity.wall).
    `goes_along`: whether its rows only suggest something about what they refer to. They keep nothing from
    being deleted and are deleted with it.
    """

    walled: ClassVar[bool] = True
    goes_along: ClassVar[bool] = False

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        abstract = True
