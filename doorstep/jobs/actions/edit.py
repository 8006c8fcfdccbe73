"""Changing what a job is and when, without overwriting what somebody else saved meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.core.errors import StaleVersion
from doorstep.identity.actor import Actor
from doorstep.jobs.changing import locked_job, require_scheduled, save_job
from doorstep.jobs.events import JobRescheduled, JobUpdated
from doorstep.jobs.fields import JobFields, check_price, check_scheduled, clean_fields
from doorstep.jobs.models import Job
from doorstep.jobs.permissions import MANAGE_JOBS


@transaction.atomic
def update_job(*, actor: Actor, job_id: int, version: int, fields: JobFields) -> Job:
    """Change the given fields of a job, whatever its status; the others stay.

    `version`: of the job the editor was looking at. When somebody saved in between, StaleVersion names the
    fields that differ, {field: {"mine", "theirs"}}; nothing is saved. Raises also PermissionDenied,
    Job.DoesNotExist, RuleBroken with the field.
    """
    actor.require(MANAGE_JOBS)
    job = locked_job(actor, job_id)
    changed = {name: value for name, value in fields.items() if getattr(job, name) != value}
    _refuse_stale(job, version, changed)
    values = clean_fields(actor, job.customer_id, changed)
    changes = {name: [getattr(job, name), new] for name, new in values.items() if getattr(job, name) != new}
    if not changes:
        return job
    for name in changes:
        setattr(job, name, values[name])
    check_price(job)
    event = JobUpdated(number=job.number, title=job.title, changes=changes)
    return save_job(actor, job, event, changes, figures=False)


@transaction.atomic
def reschedule_job(*, actor: Actor, job_id: int, scheduled_at: datetime, version: int | None = None) -> Job:
    """Move a scheduled job to another moment (with its time zone).

    `version`: when given, StaleVersion is raised if the job was moved since. Raises also PermissionDenied,
    Job.DoesNotExist, and RuleBroken for a job that is not scheduled any more.
    """
    actor.require(MANAGE_JOBS)
    job = locked_job(actor, job_id)
    require_scheduled(job)
    check_scheduled(actor, scheduled_at)
    if job.scheduled_at == scheduled_at:
        return job
    if version is not None:
        _refuse_stale(job, version, {"scheduled_at": scheduled_at})
    changes = {"scheduled_at": [job.scheduled_at.isoformat(), scheduled_at.isoformat()]}
    job.scheduled_at = scheduled_at
    event = JobRescheduled(number=job.number, title=job.title, changes=changes)
    return save_job(actor, job, event, ["scheduled_at"])


def _refuse_stale(job: Job, version: int, mine: Mapping[str, Any]) -> None:
    if version != job.version and mine:
        raise StaleVersion(
            _("Somebody else changed this while you were editing. Choose which value to keep."),
            details={
                "fields": {
                    name: {"mine": value, "theirs": getattr(job, name)} for name, value in mine.items()
                },
                "version": job.version,
            },
        )
