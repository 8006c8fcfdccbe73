"""An import whose worker is killed ends as if nothing had happened."""

import json
from pathlib import Path

import pytest

from doorstep.shell.sample.messy import write_messy_csv
from tests.faults import import_stage
from tests.faults.stage import wait_until

ROWS = 9_000
BACK_WITHIN = 45

pytestmark = pytest.mark.slow


@pytest.fixture
def call(stage):
    """Do one of import_stage's things in the installation."""
    script = str(Path(import_stage.__file__))
    return lambda what, given: json.loads(stage.call(script, what, str(given)).splitlines()[-1])


def test_after_kill_9_in_its_middle_an_import_ends_as_without_it(stage, progress, call, tmp_path):
    file = tmp_path / "messy.csv"
    written = write_messy_csv(file, ROWS, seed=3)
    undisturbed, killed = call("prepare", file), call("prepare", file)
    worker = stage.start_worker()
    wait_until(lambda: progress(killed)[1] > 0, seconds=120, what="the second import begins")
    stage.kill(worker)
    state, done = progress(killed)
    assert state == "running"
    assert 0 < done < written.rows
    stage.start_worker()
    wait_until(lambda: progress(killed)[1] > done, seconds=BACK_WITHIN, what="somebody goes on")
    wait_until(lambda: progress(killed)[0] == "done", seconds=120, what="the end")
    wait_until(lambda: progress(undisturbed)[0] == "done", seconds=120, what="the other's end")
    end = call("state", killed)
    assert end == call("state", undisturbed)
    assert end["rows"] == end["done"] == sum(end["counts"].values()) == written.rows
    assert end["wrong_cards"] == 0
