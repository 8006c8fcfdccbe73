"""Every change to jobs."""

from doorstep.jobs.actions.edit import reschedule_job, update_job
from doorstep.jobs.actions.ending import abort_job, cancel_job, complete_job, reopen_job
from doorstep.jobs.actions.planning import create_job

__all__ = [
    "abort_job",
    "cancel_job",
    "complete_job",
    "create_job",
    "reopen_job",
    "reschedule_job",
    "update_job",
]
