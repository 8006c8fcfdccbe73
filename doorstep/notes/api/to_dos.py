"""REST: tasks."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.rest import ApiRequest, Page, Router, created, if_match, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Day, Id, Input, Moment, OneOf, Record, Text
from doorstep.notes.actions import to_dos as actions
from doorstep.notes.models import Task
from doorstep.notes.permissions import WRITE_NOTES

router = Router("Tasks")

_State = Annotated[str, OneOf(("open", "done"))]


class TaskOut(Record):
    """Something to do. `due_on`: a day of the workspace; `reminder_at`: null for the morning of that day."""

    path: ClassVar = "/tasks/{id}"

    customer_id: int | None
    title: str
    details: str
    assignee_id: int | None
    due_on: date | None
    reminder_at: datetime | None
    done_at: datetime | None
    done_by_id: int | None
    created_by_id: int | None
    created_at: datetime
    version: int

    @classmethod
    def of(cls, row: Task) -> Self:
        """The answer for a row."""
        names = cls.model_fields.keys() - {"id", "customer_id"}
        return cls(id=row.pk, customer_id=row.client_id, **{name: getattr(row, name) for name in names})


class TaskChange(Input):
    """What is left out stays. Done is an operation of its own."""

    title: Text = LEFT_OUT
    details: Text = LEFT_OUT
    assignee_id: Id | None = LEFT_OUT
    due_on: Day | None = LEFT_OUT
    reminder_at: Moment | None = LEFT_OUT


class TaskIn(TaskChange):
    """A task, for a customer or (without `customer_id`) for none."""

    customer_id: Id | None = None
    title: Text


def _fields(payload: TaskChange) -> Any:
    return {name: value for name, value in payload.given().items() if name != "customer_id"}


@router.get("/tasks", needs=VIEW_CUSTOMERS, answer=Page[TaskOut])
def list_tasks(
    request: ApiRequest,
    limit: Limit = 50,
    cursor: CursorText = "",
    customer_id: Id | None = None,
    assignee_id: Id | None = None,
    state: _State | None = None,
) -> Page[TaskOut]:
    """List tasks, the newest first.

    `customer_id`, `assignee_id`, `state`: only those.
    """
    asked = {"client_id": customer_id, "assignee_id": assignee_id}
    rows = Task.objects.visible_to(request.actor).filter(
        **{name: value for name, value in asked.items() if value is not None}
    )
    rows = rows if state is None else rows.filter(done_at__isnull=state == "open")
    return page_of_shapes(TaskOut, TaskOut.of, rows, cursor=cursor, limit=limit, newest_first=True)


@router.post("/tasks", needs=WRITE_NOTES, answer=TaskOut, status=201)
def create_task(request: ApiRequest, response: HttpResponse, payload: TaskIn) -> Status[TaskOut]:
    """Add a task; its assignee is told."""
    task = actions.add_task(actor=request.actor, client_id=payload.customer_id, fields=_fields(payload))
    return created(response, TaskOut.of(task))


@router.get("/tasks/{task_id}", needs=VIEW_CUSTOMERS, answer=TaskOut)
def get_task(request: ApiRequest, response: HttpResponse, task_id: Id) -> TaskOut:
    """Get a task."""
    return versioned(response, TaskOut.of(Task.objects.visible_to(request.actor).get(pk=task_id)))


@router.patch("/tasks/{task_id}", needs=WRITE_NOTES, answer=TaskOut)
def update_task(request: ApiRequest, response: HttpResponse, task_id: Id, payload: TaskChange) -> TaskOut:
    """Change a task; a new assignee is told."""
    task = actions.update_task(
        actor=request.actor, task_id=task_id, version=if_match(request), fields=_fields(payload)
    )
    return versioned(response, TaskOut.of(task))


@router.post("/tasks/{task_id}/complete", needs=WRITE_NOTES, answer=TaskOut)
def complete_task(request: ApiRequest, response: HttpResponse, task_id: Id) -> TaskOut:
    """Mark a task as done."""
    return versioned(response, TaskOut.of(actions.finish_task(actor=request.actor, task_id=task_id)))


@router.post("/tasks/{task_id}/reopen", needs=WRITE_NOTES, answer=TaskOut)
def reopen_task(request: ApiRequest, response: HttpResponse, task_id: Id) -> TaskOut:
    """Make a done task one to do again."""
    return versioned(response, TaskOut.of(actions.reopen_task(actor=request.actor, task_id=task_id)))


@router.delete("/tasks/{task_id}", needs=WRITE_NOTES)
def delete_task(request: ApiRequest, task_id: Id) -> Status[None]:
    """Delete a task; for 30 days it can be restored."""
    actions.delete_task(actor=request.actor, task_id=task_id)
    return Status(204, None)


@router.post("/tasks/{task_id}/restore", needs=WRITE_NOTES, answer=TaskOut)
def restore_task(request: ApiRequest, response: HttpResponse, task_id: Id) -> TaskOut:
    """Bring back a deleted task."""
    return versioned(response, TaskOut.of(actions.restore_task(actor=request.actor, task_id=task_id)))
