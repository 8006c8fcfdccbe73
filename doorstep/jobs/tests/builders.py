"""Jobs for tests, made through the actions. Every default can be seen here."""

from datetime import date, datetime, time, timedelta

from doorstep.customers.models import Customer
from doorstep.identity.actor import Actor
from doorstep.jobs.actions import complete_job, create_job
from doorstep.jobs.models import Job


def days_ago(actor: Actor, days: int) -> date:
    """A day of the workspace before its today; negative: ahead."""
    return actor.workspace.today() - timedelta(days=days)


def nine_oclock(actor: Actor, day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=actor.workspace.zone)


def make_job(
    actor: Actor,
    customer: Customer,
    *,
    title: str = "Boiler service",
    on: date | None = None,
    property_id: int | None = None,
    technician_id: int | None = None,
    price_cents: int = 12_000,
    free_of_charge: bool = False,
) -> Job:
    """A job scheduled for nine o'clock, tomorrow unless `on` is given."""
    return create_job(
        actor=actor,
        customer_id=customer.pk,
        scheduled_at=nine_oclock(actor, on or days_ago(actor, -1)),
        fields={
            "title": title,
            "property_id": property_id,
            "technician_id": technician_id,
            "price_cents": 0 if free_of_charge else price_cents,
            "free_of_charge": free_of_charge,
        },
    )


def make_visit(actor: Actor, customer: Customer, on: date) -> Job:
    """A job that was scheduled for and completed on the day."""
    return complete_job(actor=actor, job_id=make_job(actor, customer, on=on).pk, completed_on=on)
