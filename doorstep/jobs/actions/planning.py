"""Taking on work."""

from datetime import datetime

from django.db import transaction

from doorstep.activity.actions import record_event
from doorstep.clients.cards import refresh_figures
from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
from doorstep.identity.models import next_number
from doorstep.jobs.events import JobCreated
from doorstep.jobs.fields import (
    JobFields,
    check_open_for_work,
    check_price,
    check_scheduled,
    clean_fields,
)
from doorstep.jobs.models import Job
from doorstep.jobs.permissions import MANAGE_JOBS


@transaction.atomic
def create_job(*, actor: Actor, customer_id: int, scheduled_at: datetime, fields: JobFields) -> Job:
    """Schedule a job for a customer, under the workspace's next job number.

    `scheduled_at`: a moment with its time zone. `fields` must name `title`; `property_id` is one of the
    customer's own, `price_cents` minor units. Raises PermissionDenied; Customer.DoesNotExist, also when not
    visible to the actor; RuleBroken with the field, and for a customer who is archived or dormant.
    """
    actor.require(MANAGE_JOBS)
    customer = Customer.objects.visible_to(actor).select_related("client").get(pk=customer_id)
    check_open_for_work(customer)
    check_scheduled(actor, scheduled_at)
    values = clean_fields(actor, customer_id, {"title": "", **fields})
    job = Job(
        workspace=actor.workspace,
        customer=customer,
        scheduled_at=scheduled_at,
        created_by_id=actor.membership_id,
        **values,
    )
    check_price(job)
    job.number = next_number(actor.workspace_id, "job")
    job.save()
    event = JobCreated(number=job.number, title=job.title, scheduled_at=scheduled_at.isoformat())
    record_event(event, actor=actor, client_id=customer_id, about=job)
    refresh_figures(workspace=actor.workspace, client_ids=[customer_id], sources=("jobs",))
    return job
