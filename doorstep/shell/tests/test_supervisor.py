"""The supervisor with real processes: they are started, started again, and ended."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from doorstep.shell.management.supervisor import Child

PROGRAM = """
    import sys
    from doorstep.shell.management.supervisor import Child, Supervisor

    notes = sys.argv[1]
    child = "import os, time; open({!r}, 'a').write(str(os.getpid()) + '\\\\n'); time.sleep(60)".format(notes)
    Supervisor([Child("child", [sys.executable, "-c", child])]).run(
        is_ready=lambda: True, when_ready=lambda: print("ready", flush=True)
    )
    print("ended", flush=True)
"""


@pytest.fixture
def notes(tmp_path: Path):
    return tmp_path / "pids"


@pytest.fixture
def supervisor(notes):
    program = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PROGRAM), str(notes)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield program
    program.kill()
    program.communicate()


def child_pids(notes: Path, *, count: int) -> list[int]:
    """Wait until so many children have started, one after another."""
    deadline = time.monotonic() + 20
    pids: list[str] = []
    while time.monotonic() < deadline:
        pids = notes.read_text().split() if notes.exists() else []
        if len(pids) >= count:
            return [int(pid) for pid in pids]
        time.sleep(0.05)
    raise AssertionError(f"only {pids} started")


def is_alive(pid: int) -> bool:
    """Say whether a process runs; one that ended but was not yet collected does not."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_for_end(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


def test_a_child_that_is_killed_is_started_again(supervisor, notes):
    (first,) = child_pids(notes, count=1)
    os.kill(first, signal.SIGKILL)
    assert child_pids(notes, count=2)[1] != first


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_being_told_to_stop_ends_the_children_too(supervisor, notes, signum):
    (child,) = child_pids(notes, count=1)
    supervisor.send_signal(signum)
    assert supervisor.communicate(timeout=20)[0].split() == ["ready", "ended"]
    assert not is_alive(child)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_no_child_outlives_a_killed_supervisor(supervisor, notes):
    (child,) = child_pids(notes, count=1)
    supervisor.kill()
    assert wait_for_end(child)


def test_a_child_that_keeps_dying_is_started_less_and_less_often(capsys):
    child = Child("brief", [sys.executable, "-c", "raise SystemExit(3)"])
    pauses = []
    for _ in range(3):
        child.start()
        child.process.wait()
        child.look_after()
        pauses.append(child.pause_seconds)
    assert pauses == [1.0, 2.0, 4.0]
    assert "brief ended (code 3)" in capsys.readouterr().err
