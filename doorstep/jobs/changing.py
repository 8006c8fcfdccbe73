"""Taking hold of one job, and saving it with all that follows."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.activity.events import Event
from doorstep.clients.cards import refresh_figures
from doorstep.core.errors import RuleBroken
from doorstep.identity.actor import Actor
from doorstep.jobs.models import Job


def locked_job(actor: Actor, job_id: int) -> Job:
    """The job, locked until the transaction ends. Job.DoesNotExist, also when not visible to the actor."""
    return Job.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=job_id)


def require_scheduled(job: Job) -> None:
    """Raise RuleBroken when the job has ended."""
    if job.status != Job.Status.SCHEDULED:
        raise RuleBroken(
            _("Job #%(number)d is %(status)s already. Reopen it first.")
            % {"number": job.number, "status": job.get_status_display().lower()}
        )


def save_job(actor: Actor, job: Job, event: Event, columns: Iterable[str], *, figures: bool = True) -> Job:
    """Write the columns and the next version, the event, and the figures unless they cannot have changed."""
    job.version += 1
    job.save(update_fields=[*columns, "version"])
    record_event(event, actor=actor, client_id=job.customer_id, about=job)
    if figures:
        refresh_figures(workspace=actor.workspace, client_ids=[job.customer_id], sources=("jobs",))
    return job
