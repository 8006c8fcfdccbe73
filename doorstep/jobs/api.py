"""REST: jobs."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Self

from django.http import HttpResponse
from ninja.responses import Status
from pydantic import ConfigDict, Field

from doorstep.billing.permissions import VIEW_MONEY
from doorstep.core.rest import ApiRequest, Page, Router, created, if_match, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import LEFT_OUT, Day, Id, Input, Moment, OneOf, Record, Text
from doorstep.customers.permissions import VIEW_CUSTOMERS
from doorstep.identity.actor import Actor
from doorstep.jobs import actions
from doorstep.jobs.models import Job
from doorstep.jobs.permissions import COMPLETE_JOBS, MANAGE_JOBS

router = Router("Jobs")
routers = [router]

_Price = Annotated[int, Field(ge=0, le=10**12, description="Minor units of the workspace's currency.")]
_Status = Annotated[str, OneOf(Job.Status)]


class JobOut(Record):
    """Work for a customer. `price_cents` is null for who neither sees money nor manages jobs."""

    path: ClassVar = "/jobs/{id}"

    number: int
    customer_id: int
    property_id: int | None
    technician_id: int | None
    title: str
    description: str
    status: str
    scheduled_at: datetime
    completed_on: date | None
    ended_reason: str
    free_of_charge: bool
    price_cents: int | None
    created_at: datetime
    version: int

    @classmethod
    def of(cls, row: Job, actor: Actor) -> Self:
        """The answer for a row."""
        names = cls.model_fields.keys() - {"id", "price_cents"}
        sees_price = actor.can(VIEW_MONEY) or actor.can(MANAGE_JOBS)
        return cls(
            id=row.pk,
            price_cents=row.price_cents if sees_price else None,
            **{name: getattr(row, name) for name in names},
        )


class JobChange(Input):
    """What is left out stays. The day and the status have operations of their own."""

    title: Text = LEFT_OUT
    description: Text = LEFT_OUT
    property_id: Id | None = LEFT_OUT
    technician_id: Id | None = LEFT_OUT
    price_cents: _Price = LEFT_OUT
    free_of_charge: bool = LEFT_OUT


class JobIn(JobChange):
    """A job for a customer; `property_id` is one of the customer's."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "customer_id": 1,
                    "title": "Boiler service",
                    "scheduled_at": "2026-12-01T09:00:00-05:00",
                    "price_cents": 12000,
                }
            ]
        }
    )

    customer_id: Id
    title: Text
    scheduled_at: Moment


class JobDone(Input):
    """`completed_on`: the day of the visit; today when it is left out."""

    completed_on: Day | None = None


class JobReason(Input):
    """Why, in a few words."""

    reason: Text


class JobMove(Input):
    """The moment to move it to."""

    scheduled_at: Moment


def _fields(payload: JobChange) -> Any:
    given = payload.given()
    return {name: given[name] for name in JobChange.model_fields if name in given}


def _answer(request: ApiRequest, response: HttpResponse, job: Job) -> JobOut:
    return versioned(response, JobOut.of(job, request.actor))


@router.get("/jobs", needs=VIEW_CUSTOMERS, answer=Page[JobOut])
def list_jobs(
    request: ApiRequest,
    limit: Limit = 50,
    cursor: CursorText = "",
    customer_id: Id | None = None,
    status: _Status | None = None,
) -> Page[JobOut]:
    """List jobs, the newest first.

    `customer_id`, `status`: only those.
    """
    actor, asked = request.actor, {"customer_id": customer_id, "status": status}
    wanted = {name: value for name, value in asked.items() if value is not None}
    rows = Job.objects.visible_to(actor).filter(**wanted)
    return page_of_shapes(
        JobOut, lambda row: JobOut.of(row, actor), rows, cursor=cursor, limit=limit, newest_first=True
    )


@router.post("/jobs", needs=MANAGE_JOBS, answer=JobOut, status=201)
def create_job(request: ApiRequest, response: HttpResponse, payload: JobIn) -> Status[JobOut]:
    """Schedule a job for a customer."""
    job = actions.create_job(
        actor=request.actor,
        customer_id=payload.customer_id,
        scheduled_at=payload.scheduled_at,
        fields=_fields(payload),
    )
    return created(response, JobOut.of(job, request.actor))


@router.get("/jobs/{job_id}", needs=VIEW_CUSTOMERS, answer=JobOut)
def get_job(request: ApiRequest, response: HttpResponse, job_id: Id) -> JobOut:
    """Get a job."""
    return _answer(request, response, Job.objects.visible_to(request.actor).get(pk=job_id))


@router.patch("/jobs/{job_id}", needs=MANAGE_JOBS, answer=JobOut)
def update_job(request: ApiRequest, response: HttpResponse, job_id: Id, payload: JobChange) -> JobOut:
    """Change a job, whatever its status."""
    job = actions.update_job(
        actor=request.actor, job_id=job_id, version=if_match(request), fields=_fields(payload)
    )
    return _answer(request, response, job)


@router.post("/jobs/{job_id}/complete", needs=COMPLETE_JOBS, answer=JobOut)
def complete_job(request: ApiRequest, response: HttpResponse, job_id: Id, payload: JobDone) -> JobOut:
    """Report a scheduled job as done."""
    job = actions.complete_job(actor=request.actor, job_id=job_id, completed_on=payload.completed_on)
    return _answer(request, response, job)


@router.post("/jobs/{job_id}/abort", needs=COMPLETE_JOBS, answer=JobOut)
def abort_job(request: ApiRequest, response: HttpResponse, job_id: Id, payload: JobReason) -> JobOut:
    """Report that somebody went, but the work could not be done."""
    job = actions.abort_job(actor=request.actor, job_id=job_id, reason=payload.reason)
    return _answer(request, response, job)


@router.post("/jobs/{job_id}/cancel", needs=MANAGE_JOBS, answer=JobOut)
def cancel_job(request: ApiRequest, response: HttpResponse, job_id: Id, payload: JobReason) -> JobOut:
    """Call a scheduled job off."""
    job = actions.cancel_job(actor=request.actor, job_id=job_id, reason=payload.reason)
    return _answer(request, response, job)


@router.post("/jobs/{job_id}/reschedule", needs=MANAGE_JOBS, answer=JobOut)
def reschedule_job(request: ApiRequest, response: HttpResponse, job_id: Id, payload: JobMove) -> JobOut:
    """Move a scheduled job to another moment."""
    job = actions.reschedule_job(actor=request.actor, job_id=job_id, scheduled_at=payload.scheduled_at)
    return _answer(request, response, job)


@router.post("/jobs/{job_id}/reopen", needs=MANAGE_JOBS, answer=JobOut)
def reopen_job(request: ApiRequest, response: HttpResponse, job_id: Id) -> JobOut:
    """Make a completed, aborted or cancelled job a scheduled one again."""
    return _answer(request, response, actions.reopen_job(actor=request.actor, job_id=job_id))
