"""REST: activities planned with customers."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status
from pydantic import Field

from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.rest import ApiRequest, Page, Router, created, if_match, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Id, Input, Moment, OneOf, Record, Text
from doorstep.notes.actions import planned as actions
from doorstep.notes.models import ScheduledActivity
from doorstep.notes.permissions import WRITE_NOTES

router = Router("Scheduled activities")

_Kind = Annotated[str, OneOf(ScheduledActivity.Kind)]
_Minutes = Annotated[int, Field(ge=1, le=1440)]


class ActivityOut(Record):
    """A call, a visit or something else with a customer at a moment."""

    path: ClassVar = "/scheduled-activities/{id}"

    customer_id: int
    kind: str
    title: str
    details: str
    starts_at: datetime
    assignee_id: int | None
    done_at: datetime | None
    done_by_id: int | None
    created_by_id: int | None
    created_at: datetime
    version: int

    @classmethod
    def of(cls, row: ScheduledActivity) -> Self:
        """The answer for a row."""
        names = cls.model_fields.keys() - {"id", "customer_id"}
        return cls(id=row.pk, customer_id=row.client_id, **{name: getattr(row, name) for name in names})


class ActivityChange(Input):
    """What is left out stays. Without a title it is called by its kind."""

    kind: _Kind = LEFT_OUT
    title: Text = LEFT_OUT
    details: Text = LEFT_OUT
    starts_at: Moment = LEFT_OUT
    assignee_id: Id | None = LEFT_OUT


class ActivityIn(ActivityChange):
    """What to plan."""

    customer_id: Id
    kind: _Kind
    starts_at: Moment


class ActivityDone(Input):
    """What came of it; a call, a visit or an e-mail is logged with it."""

    text: Text = ""
    minutes: _Minutes | None = None


def _fields(payload: ActivityChange) -> Any:
    return {name: value for name, value in payload.given().items() if name != "customer_id"}


@router.get("/scheduled-activities", needs=VIEW_CUSTOMERS, answer=Page[ActivityOut])
def list_scheduled_activities(
    request: ApiRequest,
    limit: Limit = 50,
    cursor: CursorText = "",
    customer_id: Id | None = None,
    assignee_id: Id | None = None,
) -> Page[ActivityOut]:
    """List planned activities, those planned last first.

    `customer_id`, `assignee_id`: only those.
    """
    asked = {"client_id": customer_id, "assignee_id": assignee_id}
    rows = ScheduledActivity.objects.visible_to(request.actor).filter(
        **{name: value for name, value in asked.items() if value is not None}
    )
    return page_of_shapes(ActivityOut, ActivityOut.of, rows, cursor=cursor, limit=limit, newest_first=True)


@router.post("/scheduled-activities", needs=WRITE_NOTES, answer=ActivityOut, status=201)
def create_scheduled_activity(
    request: ApiRequest, response: HttpResponse, payload: ActivityIn
) -> Status[ActivityOut]:
    """Plan an activity with a customer; its assignee is told."""
    row = actions.plan_activity(actor=request.actor, client_id=payload.customer_id, fields=_fields(payload))
    return created(response, ActivityOut.of(row))


@router.get("/scheduled-activities/{activity_id}", needs=VIEW_CUSTOMERS, answer=ActivityOut)
def get_scheduled_activity(request: ApiRequest, response: HttpResponse, activity_id: Id) -> ActivityOut:
    """Get a planned activity."""
    row = ScheduledActivity.objects.visible_to(request.actor).get(pk=activity_id)
    return versioned(response, ActivityOut.of(row))


@router.patch("/scheduled-activities/{activity_id}", needs=WRITE_NOTES, answer=ActivityOut)
def update_scheduled_activity(
    request: ApiRequest, response: HttpResponse, activity_id: Id, payload: ActivityChange
) -> ActivityOut:
    """Change a planned activity; a new assignee is told."""
    row = actions.update_activity(
        actor=request.actor, activity_id=activity_id, version=if_match(request), fields=_fields(payload)
    )
    return versioned(response, ActivityOut.of(row))


@router.post("/scheduled-activities/{activity_id}/complete", needs=WRITE_NOTES, answer=ActivityOut)
def complete_scheduled_activity(
    request: ApiRequest, response: HttpResponse, activity_id: Id, payload: ActivityDone
) -> ActivityOut:
    """Report that it took place."""
    row = actions.finish_activity(
        actor=request.actor, activity_id=activity_id, text=payload.text, minutes=payload.minutes
    )
    return versioned(response, ActivityOut.of(row))


@router.post("/scheduled-activities/{activity_id}/reopen", needs=WRITE_NOTES, answer=ActivityOut)
def reopen_scheduled_activity(request: ApiRequest, response: HttpResponse, activity_id: Id) -> ActivityOut:
    """Plan it again; what was logged stays."""
    row = actions.reopen_activity(actor=request.actor, activity_id=activity_id)
    return versioned(response, ActivityOut.of(row))


@router.delete("/scheduled-activities/{activity_id}", needs=WRITE_NOTES)
def delete_scheduled_activity(request: ApiRequest, activity_id: Id) -> Status[None]:
    """Call it off; for 30 days it can be restored."""
    actions.delete_activity(actor=request.actor, activity_id=activity_id)
    return Status(204, None)


@router.post("/scheduled-activities/{activity_id}/restore", needs=WRITE_NOTES, answer=ActivityOut)
def restore_scheduled_activity(request: ApiRequest, response: HttpResponse, activity_id: Id) -> ActivityOut:
    """Bring back what was called off."""
    row = actions.restore_activity(actor=request.actor, activity_id=activity_id)
    return versioned(response, ActivityOut.of(row))
