"""Periodic tasks: config/schedule.py says when, a compare-and-swap lets one worker enqueue each tick."""

from collections.abc import Mapping
from datetime import UTC, datetime

from cronsim import CronSim
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from doorstep.core.queue import enqueue
from doorstep.runs.models import ScheduledTask


def schedule() -> Mapping[str, tuple[str, str]]:
    """The table: name -> (cron expression in UTC, dotted path of the task)."""
    table: Mapping[str, tuple[str, str]] = import_string(settings.SCHEDULE)
    return table


def next_after(expression: str, moment: datetime) -> datetime:
    """The next time `expression` names after `moment`, in UTC."""
    return next(CronSim(expression, moment.astimezone(UTC)))


def set_up() -> None:
    """Make the rows agree with the table: new tasks get their next time, those no longer named go."""
    now = timezone.now()
    for name, (expression, _path) in schedule().items():
        ScheduledTask.objects.get_or_create(name=name, defaults={"next_at": next_after(expression, now)})
    ScheduledTask.objects.exclude(name__in=list(schedule())).delete()


def tick(now: datetime | None = None) -> list[str]:
    """Enqueue what is due; the names. Missed times are made up for by one run, not by many.

    Any number of workers may tick at once: each due task is enqueued exactly once.
    """
    now = now or timezone.now()
    due = ScheduledTask.objects.filter(next_at__lte=now).order_by("next_at")
    return [row.name for row in list(due) if row.name in schedule() and _enqueue_once(row, now)]


@transaction.atomic
def _enqueue_once(row: ScheduledTask, now: datetime) -> bool:
    expression, path = schedule()[row.name]
    # Whoever changes the time we both read has won; the others change nothing.
    won = ScheduledTask.objects.filter(pk=row.pk, next_at=row.next_at).update(
        next_at=next_after(expression, now)
    )
    if won:
        enqueue(path)
    return bool(won)
