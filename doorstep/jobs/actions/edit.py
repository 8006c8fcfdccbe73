"""Changing what a job is and when, without overwriting what somebody else saved meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from doorstep.core.versions import merge_edits
from doorstep.identity.actor import Actor
from doorstep.jobs.changing import locked_job, require_scheduled, save_job
from doorstep.jobs.events import JobRescheduled, JobUpdated
from doorstep.jobs.fields import JobFields, check_price, check_scheduled, clean_fields
from doorstep.jobs.models import Job
from doorstep.jobs.permissions import MANAGE_JOBS


@transaction.atomic
def update_job(
    *,
    actor: Actor,
    job_id: int,
    version: int,
    fields: JobFields,
    seen: Mapping[str, Any] | None = None,
) -> Job:
    """Change the given fields of a job, whatever its status; the others stay.

    `version`: of the job the editor was looking at; `seen`: the values of `fields` it showed. When somebody
    saved in between, fields that only one of the two changed are merged; the rest raise StaleVersion with
    {field: {"mine", "theirs"}}. Raises also PermissionDenied, Job.DoesNotExist, RuleBroken with the field.
    """
    actor.require(MANAGE_JOBS)
    job = locked_job(actor, job_id)
    values = clean_fields(actor, job.customer_id, {k: v for k, v in fields.items() if _stored(job, k) != v})
    if version != job.version:
        stored = {name: _stored(job, name) for name in values}
        values = merge_edits(mine=values, stored=stored, seen=seen, version=job.version)
    changes = {name: [_stored(job, name), new] for name, new in values.items() if _stored(job, name) != new}
    if not changes:
        return job
    for name in changes:
        setattr(job, name, values[name])
    check_price(job)
    event = JobUpdated(number=job.number, title=job.title, changes=changes)
    return save_job(actor, job, event, changes, figures=False)


def _stored(job: Job, name: str) -> Any:
    return getattr(job, name) if name in JobFields.__annotations__ else None


@transaction.atomic
def reschedule_job(*, actor: Actor, job_id: int, scheduled_at: datetime, version: int | None = None) -> Job:
    """Move a scheduled job to another moment (with its time zone).

    `version`: when given, StaleVersion is raised if the job was changed since. Raises also PermissionDenied,
    Job.DoesNotExist, and RuleBroken for a job that is not scheduled any more.
    """
    actor.require(MANAGE_JOBS)
    job = locked_job(actor, job_id)
    require_scheduled(job)
    check_scheduled(actor, scheduled_at)
    if job.scheduled_at == scheduled_at:
        return job
    if version is not None and version != job.version:
        stored = {"scheduled_at": job.scheduled_at}
        merge_edits(mine={"scheduled_at": scheduled_at}, stored=stored, seen=None, version=job.version)
    changes = {"scheduled_at": [job.scheduled_at.isoformat(), scheduled_at.isoformat()]}
    job.scheduled_at = scheduled_at
    event = JobRescheduled(number=job.number, title=job.title, changes=changes)
    return save_job(actor, job, event, ["scheduled_at"])
