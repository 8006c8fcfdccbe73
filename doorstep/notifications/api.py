"""REST: what the token's member was told."""

from datetime import datetime
from typing import ClassVar, Self

from django.http import HttpResponse

from doorstep.core.rest import ApiRequest, Page, Router
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import Id, Output, Record
from doorstep.notifications import actions
from doorstep.notifications.models import Notification

router = Router("Notifications")
routers = [router]


class NotificationOut(Record):
    """`url`: the page it leads to. `customer_id`: whom it is about, if anybody."""

    path: ClassVar = "/notifications/{id}"

    kind: str
    text: str
    url: str
    customer_id: int | None
    at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, row: Notification) -> Self:
        """The answer for a row."""
        names = cls.model_fields.keys() - {"id", "customer_id"}
        return cls(id=row.pk, customer_id=row.client_id, **{name: getattr(row, name) for name in names})


class AllRead(Output):
    """How many were unread."""

    marked: int


@router.get("/notifications", needs=None, answer=Page[NotificationOut])
def list_notifications(
    request: ApiRequest, limit: Limit = 50, cursor: CursorText = "", unread: bool = False
) -> Page[NotificationOut]:
    """List what the token's member was told, the newest first.

    `unread`: only what was not opened yet.
    """
    rows = Notification.objects.visible_to(request.actor)
    rows = rows.unread() if unread else rows
    return page_of_shapes(
        NotificationOut, NotificationOut.of, rows, cursor=cursor, limit=limit, newest_first=True
    )


@router.post("/notifications/read", needs=None, answer=AllRead)
def read_all_notifications(request: ApiRequest, response: HttpResponse) -> AllRead:
    """Mark all notifications of the token's member as read."""
    return AllRead(marked=actions.mark_all_read(actor=request.actor))


@router.get("/notifications/{notification_id}", needs=None, answer=NotificationOut)
def get_notification(request: ApiRequest, response: HttpResponse, notification_id: Id) -> NotificationOut:
    """Get a notification."""
    return NotificationOut.of(Notification.objects.visible_to(request.actor).get(pk=notification_id))


@router.post("/notifications/{notification_id}/read", needs=None, answer=NotificationOut)
def read_notification(request: ApiRequest, response: HttpResponse, notification_id: Id) -> NotificationOut:
    """Mark a notification as read."""
    return NotificationOut.of(actions.mark_read(actor=request.actor, notification_id=notification_id))
