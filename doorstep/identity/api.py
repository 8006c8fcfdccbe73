"""REST: who the token is, and the members of its workspace."""

from datetime import datetime
from typing import ClassVar, Self

from django.http import HttpResponse

from doorstep.core.rest import ApiRequest, Page, Router
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import Id, Named, Output, Record
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership

router = Router("Members")
routers = [router]


class WorkspaceOut(Output):
    """The company that the token belongs to. All money is in `currency`, all days are in `time_zone`."""

    id: int
    slug: str
    name: str
    kind: str
    country: str
    currency: str
    locale: str
    time_zone: str


class MeOut(Output):
    """What the token may do: `capabilities` are those of its member, within the token's scopes."""

    member_id: int | None
    name: str
    role: str
    capabilities: list[str]
    sees_all_records: bool
    workspace: WorkspaceOut

    @classmethod
    def of(cls, actor: Actor) -> Self:
        """The answer for the acting member."""
        workspace = {name: getattr(actor.workspace, name) for name in WorkspaceOut.model_fields}
        return cls(
            member_id=actor.membership_id,
            name=actor.name,
            role=actor.role,
            capabilities=sorted(actor.capabilities),
            sees_all_records=actor.sees_assigned_to is None,
            workspace=WorkspaceOut(**workspace),
        )


class MemberOut(Record):
    """A member of the workspace, to assign things to. `ended_at`: no member any more since."""

    path: ClassVar = "/members/{id}"

    name: str
    email: str
    role: str
    team: Named | None
    ended_at: datetime | None

    @classmethod
    def of(cls, row: Membership) -> Self:
        """The answer for a row with its user and team."""
        return cls(
            id=row.pk,
            name=str(row.user),
            email=row.user.email,
            role=row.role,
            team=Named(id=row.team.pk, name=row.team.name) if row.team else None,
            ended_at=row.ended_at,
        )


@router.get("/me", needs=None, answer=MeOut)
def who_am_i(request: ApiRequest) -> MeOut:
    """Say who the token is and what it may do.

    The first thing to ask: it shows the workspace, its currency and its time zone.
    """
    return MeOut.of(request.actor)


@router.get("/members", needs=None, answer=Page[MemberOut])
def list_members(
    request: ApiRequest, limit: Limit = 50, cursor: CursorText = "", former: bool = False
) -> Page[MemberOut]:
    """List the members.

    `former=true`: those who have left, too.
    """
    rows = Membership.objects.visible_to(request.actor).select_related("user", "team")
    rows = rows if former else rows.current()
    return page_of_shapes(MemberOut, MemberOut.of, rows, cursor=cursor, limit=limit)


@router.get("/members/{member_id}", needs=None, answer=MemberOut)
def get_member(request: ApiRequest, response: HttpResponse, member_id: Id) -> MemberOut:
    """Get a member."""
    rows = Membership.objects.visible_to(request.actor).select_related("user", "team")
    return MemberOut.of(rows.get(pk=member_id))
