"""The card's columns that the jobs know."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, Max, Q

from doorstep.core.db import FAR, NEVER
from doorstep.core.figures import Figures
from doorstep.identity.models import Workspace
from doorstep.jobs.models import Job
from doorstep.jobs.rhythm import FEWEST_VISITS, due_back_on

_COMPLETED = Q(status=Job.Status.COMPLETED)


def job_figures(client_ids: Sequence[int], *, workspace: Workspace, today: date) -> Figures:
    """Jobs, completed jobs, last job, last visit, and when the customer is due back. At most two statements.

    Cancelled jobs count nowhere. A job's day is the day it was completed, else the one it is or was scheduled
    for. `today` plays no part: nothing here goes stale by itself.
    """
    rows = list(
        Job.objects.filter(workspace=workspace, customer_id__in=client_ids)
        .exclude(status=Job.Status.CANCELLED)
        .values("customer_id")
        .annotate(
            jobs=Count("pk"),
            completed=Count("pk", filter=_COMPLETED),
            ahead=Count("pk", filter=Q(status=Job.Status.SCHEDULED)),
            last_visit_on=Max("completed_on"),
            last_planned_at=Max("scheduled_at", filter=~_COMPLETED),
        )
    )
    regulars = [row["customer_id"] for row in rows if row["completed"] >= FEWEST_VISITS and not row["ahead"]]
    due_back = _due_back(workspace, regulars)
    return {
        row["customer_id"]: {
            "jobs_count": row["jobs"],
            "completed_jobs": row["completed"],
            "last_job_on": max(row["last_visit_on"] or NEVER, _day(workspace, row["last_planned_at"])),
            "last_visit_on": row["last_visit_on"] or NEVER,
            "due_back_on": due_back.get(row["customer_id"], FAR),
        }
        for row in rows
    }


def _day(workspace: Workspace, moment: datetime | None) -> date:
    return workspace.day_of(moment) if moment else NEVER


def _due_back(workspace: Workspace, client_ids: Collection[int]) -> dict[int, date]:
    if not client_ids:
        return {}
    return {pk: due_back_on(days) for pk, days in visits_of(workspace, client_ids)}


def visits_of(workspace: Workspace, client_ids: Collection[int]) -> Iterable[tuple[int, list[date]]]:
    """The visits of each of the clients that has any: (client id, distinct days, rising). One statement."""
    rows = (
        Job.objects.filter(_COMPLETED, workspace=workspace, customer_id__in=client_ids)
        .order_by("customer_id", "completed_on")
        .values_list("customer_id", "completed_on")
        .distinct()
    )
    for pk, group in groupby(rows, key=itemgetter(0)):
        yield pk, [day for _pk, day in group if day]
