"""How a job ends, and taking that back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.core.days import year_before
from doorstep.core.errors import RuleBroken
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
from doorstep.jobs.changing import locked_job, require_scheduled, save_job
from doorstep.jobs.events import JobAborted, JobCancelled, JobCompleted, JobReopened
from doorstep.jobs.fields import check_open_for_work
from doorstep.jobs.models import Job
from doorstep.jobs.permissions import COMPLETE_JOBS, MANAGE_JOBS

_REASON_LENGTH = 300


@transaction.atomic
def complete_job(*, actor: Actor, job_id: int, completed_on: date | None = None) -> Job:
    """Report a scheduled job as done.

    `completed_on`: the day of the visit in the workspace's time zone (None: today); not in the future, and
    at most a year before the day it was scheduled for, which catches a mistyped year. Raises
    PermissionDenied, Job.DoesNotExist, RuleBroken.
    """
    actor.require(COMPLETE_JOBS)
    job = locked_job(actor, job_id)
    require_scheduled(job)
    today = actor.workspace.today()
    day = completed_on or today
    if day > today:
        raise RuleBroken(_("A visit cannot be completed in the future."), field="completed_on")
    if day < year_before(actor.workspace.day_of(job.scheduled_at)):
        raise RuleBroken(
            _("Check the year: that is more than a year before the day the job was scheduled for."),
            field="completed_on",
        )
    job.status, job.completed_on = Job.Status.COMPLETED, day
    event = JobCompleted(number=job.number, title=job.title, completed_on=day.isoformat())
    return save_job(actor, job, event, ["status", "completed_on"])


@transaction.atomic
def abort_job(*, actor: Actor, job_id: int, reason: str) -> Job:
    """Report that somebody went, but the work could not be done; it counts as a job, not as a visit.

    Raises PermissionDenied, Job.DoesNotExist, and RuleBroken without a reason or when it is not scheduled.
    """
    actor.require(COMPLETE_JOBS)
    job = locked_job(actor, job_id)
    require_scheduled(job)
    job.status, job.ended_reason = Job.Status.ABORTED, _reason(reason)
    event = JobAborted(number=job.number, title=job.title, reason=job.ended_reason)
    return save_job(actor, job, event, ["status", "ended_reason"])


@transaction.atomic
def cancel_job(*, actor: Actor, job_id: int, reason: str) -> Job:
    """Call a scheduled job off; from then on it counts nowhere.

    Raises PermissionDenied, Job.DoesNotExist, and RuleBroken without a reason or when it is not scheduled.
    """
    actor.require(MANAGE_JOBS)
    job = locked_job(actor, job_id)
    require_scheduled(job)
    job.status, job.ended_reason = Job.Status.CANCELLED, _reason(reason)
    event = JobCancelled(number=job.number, title=job.title, reason=job.ended_reason)
    return save_job(actor, job, event, ["status", "ended_reason"])


@transaction.atomic
def reopen_job(*, actor: Actor, job_id: int) -> Job:
    """Make a completed, aborted or cancelled job a scheduled one again.

    Raises PermissionDenied, Job.DoesNotExist, and RuleBroken for one that is scheduled, or whose customer is
    archived or dormant.
    """
    actor.require(MANAGE_JOBS)
    job = locked_job(actor, job_id)
    if job.status == Job.Status.SCHEDULED:
        raise RuleBroken(_("Job #%(number)d is scheduled already.") % {"number": job.number})
    check_open_for_work(Customer.objects.select_related("client").get(pk=job.customer_id))
    was = job.status
    job.status, job.completed_on, job.ended_reason = Job.Status.SCHEDULED, None, ""
    event = JobReopened(number=job.number, title=job.title, was=was)
    return save_job(actor, job, event, ["status", "completed_on", "ended_reason"])


def _reason(typed: str) -> str:
    reason = typed.replace("\x00", "").strip()
    if not reason:
        raise RuleBroken(_("Say why, in a few words."), field="reason")
    if len(reason) > _REASON_LENGTH:
        raise RuleBroken(
            _("At most %(count)d characters fit here.") % {"count": _REASON_LENGTH}, field="reason"
        )
    return reason
