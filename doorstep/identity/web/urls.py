"""Addresses of the identity pages. allauth's own are under /account/ too (config/urls.py)."""

from django.urls import path

from doorstep.identity.web import entrance, members, tokens, workspace

app_name = "identity"

urlpatterns = [
    path("setup/", entrance.setup, name="setup"),
    path("invitations/<str:secret>/", entrance.invitation, name="invitation"),
    path("workspaces/switch", workspace.switch_workspace, name="switch_workspace"),
    path("account/", workspace.account, name="account"),
    path("settings/", workspace.settings_home, name="settings"),
    path("settings/workspace/", workspace.workspace, name="workspace"),
    path("settings/sandbox/", workspace.sandbox, name="sandbox"),
    path("settings/members/", members.members, name="members"),
    path("settings/members/invite/", members.invite, name="invite"),
    path("settings/members/<int:membership_id>/", members.member, name="member"),
    path("settings/members/<int:membership_id>/end/", members.end_membership, name="end_membership"),
    path(
        "settings/members/<int:membership_id>/restore/", members.restore_membership, name="restore_membership"
    ),
    path(
        "settings/invitations/<int:invitation_id>/resend/",
        members.resend_invitation,
        name="resend_invitation",
    ),
    path(
        "settings/invitations/<int:invitation_id>/revoke/",
        members.revoke_invitation,
        name="revoke_invitation",
    ),
    path("settings/roles/", members.roles, name="roles"),
    path("settings/roles/<str:role>/reset/", members.reset_role, name="reset_role"),
    path("settings/teams/", members.teams, name="teams"),
    path("settings/teams/<int:team_id>/", members.team, name="team"),
    path("settings/teams/<int:team_id>/delete/", members.delete_team, name="delete_team"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<int:token_id>/revoke/", tokens.revoke_token, name="revoke_token"),
]
