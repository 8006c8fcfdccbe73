"""Reads about jobs."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doorstep.identity.actor import Actor
from doorstep.jobs.figures import visits_of
from doorstep.jobs.models import Job
from doorstep.jobs.rhythm import usual_interval


def jobs_of(actor: Actor, customer_id: int) -> QuerySet[Job]:
    """A customer's jobs, the latest first, with their place and technician."""
    return (
        Job.objects.visible_to(actor)
        .filter(customer_id=customer_id)
        .select_related("property", "technician__user")
        .order_by("-scheduled_at", "-pk")
    )


def due_back_reasons(actor: Actor, client_ids: Collection[int]) -> dict[int, str]:
    """Why each of these clients is suggested as due back, in words; only those that have a usual interval.

    Ask for those whose card says so (`due_back_on` <= today), as many as a page shows. Two statements.
    """
    today = actor.workspace.today()
    visible = Job.objects.visible_to(actor).filter(customer_id__in=client_ids)
    ids = set(visible.values_list("customer_id", flat=True).distinct())
    reasons: dict[int, str] = {}
    for pk, days in visits_of(actor.workspace, ids):
        interval = usual_interval(days)
        if interval is not None:
            reasons[pk] = _(
                "Usually has a visit about every %(usual)d days; the last was %(since)d days ago."
            ) % {"usual": round(interval), "since": (today - days[-1]).days}
    return reasons
