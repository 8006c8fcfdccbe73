"""What a sandbox copies of the people's side: teams and the workspace's own lines of the matrix."""

from doorstep.identity.models import RoleSetting, Team, Workspace


def copy_teams_and_roles(*, source: Workspace, target: Workspace) -> None:
    """Copy team names and role settings; members are not copied, whoever makes the sandbox owns it."""
    Team.objects.bulk_create(
        Team(workspace=target, name=team.name) for team in Team.objects.filter(workspace=source)
    )
    RoleSetting.objects.bulk_create(
        RoleSetting(
            workspace=target, role=line.role, visibility=line.visibility, capabilities=line.capabilities
        )
        for line in RoleSetting.objects.filter(workspace=source)
    )
