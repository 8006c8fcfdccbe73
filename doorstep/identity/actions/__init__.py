"""Every change to workspaces, their people, their rights and their keys."""

from doorstep.identity.actions.invitations import (
    accept_invitation,
    invite_member,
    resend_invitation,
    revoke_invitation,
)
from doorstep.identity.actions.members import (
    change_member,
    change_member_role,
    change_member_team,
    end_membership,
    rename_person,
    restore_membership,
)
from doorstep.identity.actions.roles import (
    reset_role_rights,
    set_permission_matrix,
    set_role_rights,
)
from doorstep.identity.actions.teams import create_team, delete_team, rename_team
from doorstep.identity.actions.tokens import create_token, revoke_token
from doorstep.identity.actions.workspaces import (
    create_sandbox,
    create_workspace,
    first_setup,
    update_workspace,
)

__all__ = [
    "accept_invitation",
    "change_member",
    "change_member_role",
    "change_member_team",
    "create_sandbox",
    "create_team",
    "create_token",
    "create_workspace",
    "delete_team",
    "end_membership",
    "first_setup",
    "invite_member",
    "rename_person",
    "rename_team",
    "resend_invitation",
    "reset_role_rights",
    "restore_membership",
    "revoke_invitation",
    "revoke_token",
    "set_permission_matrix",
    "set_role_rights",
    "update_workspace",
]
