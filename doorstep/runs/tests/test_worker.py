from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from doorstep.core.errors import RuleBroken
from doorstep.core.queue import GiveUp, TakeUpLater, enqueue, task
from doorstep.runs.attempts import MOST_ATTEMPTS, MOST_DEATHS, free_tasks_of_the_dead, prune_tasks
from doorstep.runs.models import Run, WorkerBeat
from doorstep.runs.rescue import take_up_again
from doorstep.runs.tests.builders import make_rename, make_teams, team_names
from doorstep.runs.worker import Worker

PATH = "doorstep.runs.tests.test_worker.tell"
told: list[str] = []
trouble: list[BaseException] = []


@task
def tell(what: str) -> None:
    told.append(what)
    if trouble:
        raise trouble.pop()


@pytest.fixture(autouse=True)
def nothing_told():
    told.clear()
    trouble.clear()


def work_off() -> None:
    """Do everything that is ready, as `doorstep worker --batch` would, in this transaction."""
    worker = Worker(batch=True)
    while (row := worker.claim_next()) is not None:
        worker.run_task(row)


def only_task() -> DBTaskResult:
    return DBTaskResult.objects.get()


def make_ready() -> None:
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def test_tasks_are_done_in_the_order_they_came(db):
    for what in "abc":
        enqueue(PATH, what=what)
    work_off()
    assert told == ["a", "b", "c"]


def test_a_failed_task_is_tried_again_later_and_later_and_then_stays_failed(db):
    enqueue(PATH, what="x")
    pauses = []
    for _attempt in range(MOST_ATTEMPTS):
        trouble.append(ZeroDivisionError())
        before = timezone.now()
        work_off()
        pauses.append(round((only_task().run_after - before).total_seconds() / 5))
        make_ready()
    assert pauses[:4] == [1, 2, 4, 8]
    assert (only_task().status, len(told)) == ("FAILED", MOST_ATTEMPTS)
    assert "ZeroDivisionError" in only_task().traceback


def test_a_task_that_succeeds_at_last_is_done(db):
    enqueue(PATH, what="x")
    trouble.append(OSError())
    work_off()
    make_ready()
    work_off()
    assert (only_task().status, len(told)) == ("SUCCESSFUL", 2)


@pytest.mark.parametrize("error", [GiveUp(), RuleBroken("no")])
def test_what_the_next_attempt_would_meet_again_is_not_tried_again(db, error):
    enqueue(PATH, what="x")
    trouble.append(error)
    work_off()
    assert (only_task().status, len(told)) == ("FAILED", 1)


def test_a_task_that_gives_way_goes_behind_those_that_wait(db):
    enqueue(PATH, what="long")
    enqueue(PATH, what="short")
    trouble.append(TakeUpLater())
    work_off()
    assert told == ["long", "short", "long"]


def test_a_task_for_later_waits(db):
    enqueue(PATH, after=timedelta(minutes=5), what="x")
    work_off()
    assert told == []


def test_the_task_of_a_dead_worker_is_free_again_and_that_of_a_living_one_is_not(db):
    for name in ("dead", "alive"):
        enqueue(PATH, what=name)
        DBTaskResult.objects.filter(status="READY").update(
            status="RUNNING", worker_ids=[name], started_at=timezone.now()
        )
    WorkerBeat.objects.create(name="alive")
    WorkerBeat.objects.create(name="dead", at=timezone.now() - timedelta(seconds=13))
    assert free_tasks_of_the_dead() == 1
    work_off()
    assert told == ["dead"]


def test_a_task_that_kills_every_worker_is_given_up(db):
    enqueue(PATH, what="x")
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["dead"] * MOST_DEATHS)
    assert free_tasks_of_the_dead() == 1
    assert only_task().status == "FAILED"


def test_a_queued_run_is_done_by_the_worker(owner):
    make_teams(owner, 1)
    run = make_rename(owner)
    work_off()
    run.refresh_from_db()
    assert (run.state, team_names(owner)) == (Run.State.DONE, ["Team 0!"])


def test_a_run_that_somebody_works_on_is_looked_at_again_later(owner):
    run = make_rename(owner)
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, holder="somebody", beat_at=timezone.now())
    work_off()
    assert (only_task().status, only_task().run_after > timezone.now()) == ("READY", True)


def test_runs_that_nobody_has_in_hand_are_queued_again_once(owner):
    run, waiting = make_rename(owner), make_rename(owner)
    long_ago = timezone.now() - timedelta(minutes=5)
    Run.objects.update(created_at=long_ago)
    DBTaskResult.objects.order_by("enqueued_at").first().delete()
    assert take_up_again() == [run.pk]
    assert take_up_again() == []
    assert waiting.pk != run.pk


def test_records_of_finished_tasks_are_pruned_failed_ones_later(db):
    for status, days in (("SUCCESSFUL", 3), ("SUCCESSFUL", 1), ("FAILED", 3), ("FAILED", 31)):
        enqueue(PATH, what=status)
        DBTaskResult.objects.filter(status="READY").update(
            status=status, finished_at=timezone.now() - timedelta(days=days)
        )
    assert prune_tasks() == 2
    assert DBTaskResult.objects.count() == 2
