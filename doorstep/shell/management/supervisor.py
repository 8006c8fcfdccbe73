"""Keep a few processes running: start them, restart one that dies, end all of them together.

Small enough to read, so that one command serves the product on a machine without systemd or containers.
With those, run the processes by themselves (deploy/) and let them do this.
"""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

LOOK_EVERY_SECONDS = 0.3
# Longer than gunicorn and the worker give what is under way, so that neither is cut off.
END_WITHIN_SECONDS = 30
LONGEST_PAUSE_SECONDS = 30.0
# A process that lived this long was well; the next death starts with a short pause again.
WELL_AFTER_SECONDS = 60

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask Linux to end this process when its parent dies, even by kill -9, so that none keeps the port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process that should always be running."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    pause_seconds: float = 0.5

    def start(self) -> None:
        """Start the process, away from the terminal's Ctrl-C: the supervisor ends everything in order."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own programs, fixed arguments
            self.command,
            start_new_session=True,
            preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one thread only
        )

    def look_after(self) -> None:
        """Start the process again when it is gone, after a pause that doubles while it keeps dying."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_again_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        lived_well = now - self.started_at > WELL_AFTER_SECONDS
        self.pause_seconds = 1.0 if lived_well else min(self.pause_seconds * 2, LONGEST_PAUSE_SECONDS)
        self.start_again_at = now + self.pause_seconds
        self.process = None
        sys.stderr.write(
            f"{self.name} ended (code {code}); starting it again in {self.pause_seconds:.0f} s\n"
        )

    def ask_to_end(self) -> None:
        """Let the process finish what it is doing."""
        if self.process is not None:
            self.process.terminate()

    def wait_until(self, deadline: float) -> None:
        """Wait for the end, and force it after the deadline."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Supervisor:
    """Runs children until it is told to stop by Ctrl-C, SIGTERM or a closed terminal."""

    children: list[Child]
    stopping: bool = field(default=False, init=False)

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """Note that the end is near; the loop does the rest."""
        self.stopping = True

    def run(self, *, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        """Run until told to stop; `when_ready` is called once, when `is_ready` first says so."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self.stop)
        announced = False
        while not self.stopping:
            for child in self.children:
                child.look_after()
            if not announced and is_ready():
                announced = True
                when_ready()
            time.sleep(LOOK_EVERY_SECONDS)
        self.end()

    def end(self) -> None:
        """End all children, politely and then firmly."""
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + END_WITHIN_SECONDS
        for child in self.children:
            child.wait_until(deadline)
