"""What real worker processes leave behind when they are killed, told to stop, or many."""

import signal

import pytest

from tests.faults.stage import wait_until

CUSTOMERS = 3000
# The lease and a worker's silence last twelve seconds; the rest is for a slow machine.
BACK_WITHIN = 45

pytestmark = pytest.mark.slow


def whole(runs: int = 1) -> dict[str, object]:
    """The state after a run that nothing disturbed."""
    return {
        "state": "done",
        "done": CUSTOMERS,
        "counts": {"changed": CUSTOMERS},
        "rows": CUSTOMERS,
        "numbers": CUSTOMERS,
        "tagged": CUSTOMERS,
        "versions": [1 + runs],
        "events": CUSTOMERS * runs,
        "ended": 1,
        "wrong_cards": 0,
        "chunks": 0,
    }


def test_after_kill_9_another_worker_goes_on_to_the_same_end(stage, progress):
    [run] = stage.prepare(CUSTOMERS)
    worker = stage.start_worker()
    wait_until(lambda: progress(run)[1] > 0, seconds=60, what="the first chunk")
    stage.kill(worker)
    state, done = progress(run)
    assert (state, 0 < done < CUSTOMERS, done % 500) == ("running", True, 0)
    stage.start_worker()
    wait_until(lambda: progress(run)[1] > done, seconds=BACK_WITHIN, what="somebody goes on")
    wait_until(lambda: progress(run)[0] == "done", seconds=60, what="the end")
    assert stage.state(run) == whole()


def test_a_worker_told_to_stop_finishes_its_chunk_and_the_next_goes_on_at_once(stage, progress):
    [run] = stage.prepare(CUSTOMERS)
    worker = stage.start_worker()
    wait_until(lambda: progress(run)[1] > 0, seconds=60, what="the first chunk")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    state, done = progress(run)
    assert (state, 0 < done < CUSTOMERS) == ("running", True)
    stage.start_worker()
    wait_until(lambda: progress(run)[1] > done, seconds=20, what="the next goes on")
    wait_until(lambda: progress(run)[0] == "done", seconds=60, what="the end")
    assert stage.state(run) == whole()


def test_three_workers_share_the_work_and_do_nothing_twice(stage, progress):
    runs = stage.prepare(CUSTOMERS, runs=2)
    workers = [stage.start_worker() for _ in range(3)]
    wait_until(lambda: all(progress(run)[0] == "done" for run in runs), seconds=180, what="both")
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(timeout=30) for worker in workers] == [0, 0, 0]
    for run in runs:
        assert stage.state(run) == whole(runs=2)


def test_an_idle_worker_shows_signs_of_life_and_ends_at_once_when_told(stage, ask):
    def workers() -> int:
        return ask("SELECT count(*) FROM runs_workerbeat WHERE name LIKE %s", f"%:{worker.pid}:%")[0]

    worker = stage.start_worker()
    wait_until(lambda: workers() == 1, seconds=60, what="a sign of life")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert workers() == 0
