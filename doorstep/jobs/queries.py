"""Reads about jobs."""

from django.db.models import QuerySet

from doorstep.identity.actor import Actor
from doorstep.jobs.models import Job


def jobs_of(actor: Actor, customer_id: int) -> QuerySet[Job]:
    """A customer's jobs, the latest first, with their place and technician."""
    return (
        Job.objects.visible_to(actor)
        .filter(customer_id=customer_id)
        .select_related("property", "technician__user")
        .order_by("-scheduled_at", "-pk")
    )
