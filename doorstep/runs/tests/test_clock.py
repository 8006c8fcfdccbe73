from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from doorstep.config.schedule import SCHEDULE
from doorstep.runs import clock
from doorstep.runs.models import ScheduledTask

NAME = "runs.take_up"


def make_due(name: str = NAME, ago: timedelta = timedelta(minutes=1)) -> None:
    clock.set_up()
    ScheduledTask.objects.filter(name=name).update(next_at=timezone.now() - ago)


def test_a_due_task_is_enqueued_and_gets_its_next_time(db):
    make_due()
    assert clock.tick() == [NAME]
    assert DBTaskResult.objects.get().task_path == SCHEDULE[NAME][1]
    assert ScheduledTask.objects.get(name=NAME).next_at > timezone.now()
    assert clock.tick() == []


def test_many_missed_times_are_made_up_for_by_one_run(db):
    make_due(ago=timedelta(days=3))
    clock.tick()
    assert DBTaskResult.objects.count() == 1


def test_times_are_read_in_utc():
    assert clock.next_after("40 3 * * *", datetime(2026, 3, 1, 4, 0, tzinfo=UTC)) == datetime(
        2026, 3, 2, 3, 40, tzinfo=UTC
    )


def test_what_is_no_longer_in_the_table_goes(db):
    ScheduledTask.objects.create(name="old", next_at=timezone.now())
    clock.set_up()
    assert set(ScheduledTask.objects.values_list("name", flat=True)) == set(SCHEDULE)


@pytest.mark.parametrize("name", SCHEDULE)
def test_every_line_of_the_table_names_a_task_and_a_time(name):
    expression, path = SCHEDULE[name]
    assert isinstance(import_string(path), Task)
    clock.next_after(expression, timezone.now())


@pytest.mark.django_db(transaction=True)
def test_eight_clocks_that_tick_at_once_enqueue_once():
    make_due()
    start = Barrier(8)

    def tick() -> None:
        try:
            start.wait()
            clock.tick()
        finally:
            connection.close()

    threads = [Thread(target=tick) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert DBTaskResult.objects.count() == 1
