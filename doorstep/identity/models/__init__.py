from doorstep.identity.models.numbering import NumberSequence, next_number
from doorstep.identity.models.people import (
    ApiToken,
    Invitation,
    Membership,
    Role,
    RoleSetting,
    Team,
    User,
    Visibility,
)
from doorstep.identity.models.scoping import AssignedQuerySet, WorkspaceQuerySet, WorkspaceRow, visible_sql
from doorstep.identity.models.workspace import Workspace

__all__ = [
    "ApiToken",
    "AssignedQuerySet",
    "Invitation",
    "Membership",
    "NumberSequence",
    "Role",
    "RoleSetting",
    "Team",
    "User",
    "Visibility",
    "Workspace",
    "WorkspaceQuerySet",
    "WorkspaceRow",
    "next_number",
    "visible_sql",
]
