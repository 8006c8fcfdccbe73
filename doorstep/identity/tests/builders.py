"""The cast: workspaces, people, and who they are there. Every default can be seen here."""

from itertools import count

from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership, Role, Team, User, Workspace

PASSWORD = "correct horse battery"
_number = count(1)


def make_workspace(
    name: str = "Harbor Plumbing",
    *,
    slug: str = "",
    kind: str = Workspace.Kind.LIVE,
    country: str = "US",
    currency: str = "USD",
    locale: str = "en-us",
    time_zone: str = "America/New_York",
) -> Workspace:
    return Workspace.objects.create(
        name=name,
        slug=slug or f"workspace-{next(_number)}",
        kind=kind,
        country=country,
        currency=currency,
        locale=locale,
        time_zone=time_zone,
    )


def make_user(email: str = "", *, name: str = "", password: str | None = PASSWORD) -> User:
    email = email or f"person{next(_number)}@example.com"
    return User.objects.create_user(email, password, name=name or email.split("@")[0].title())


def make_team(workspace: Workspace, name: str = "") -> Team:
    return Team.objects.create(workspace=workspace, name=name or f"Team {next(_number)}")


def make_member(
    workspace: Workspace,
    role: str = Role.OWNER,
    email: str = "",
    *,
    name: str = "",
    team: Team | None = None,
    user: User | None = None,
) -> Membership:
    """A member; `user` makes an existing person one, else a new person with PASSWORD is made."""
    user = user or make_user(email, name=name)
    return Membership.objects.create(workspace=workspace, user=user, role=role, team=team)


def actor_of(member: Membership, via: str = "web") -> Actor:
    """The actor that the member is now, with the rights of now."""
    fresh = Membership.objects.select_related("workspace", "user").get(pk=member.pk)
    return Actor.of(fresh, via=via)


def make_actor(workspace: Workspace, role: str = Role.OWNER, *, team: Team | None = None) -> Actor:
    return actor_of(make_member(workspace, role, team=team))
