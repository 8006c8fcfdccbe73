"""What the running process is to the engine: whether it should stop, or let other work have a turn.

The worker sets it up; in any other process (a request, a command) nothing stops the work.
"""

import time
from collections.abc import Callable

#: A run that has had the worker this long lets waiting tasks go first.
TURN_SECONDS = 8.0
LOOK_EVERY_SECONDS = 1.0


class Turn:
    """How long the task at hand has been working, and whether somebody waits behind it."""

    def __init__(self) -> None:
        self.stopping = False
        self.others_wait: Callable[[], bool] = lambda: False
        self._began = self._looked = 0.0

    def begin(self) -> None:
        """A task has been taken."""
        self._began = self._looked = time.monotonic()

    def should_pause(self) -> bool:
        """Whether the task at hand should leave off at the next safe point; it will be taken up again."""
        if self.stopping:
            return True
        now = time.monotonic()
        if now - self._began < TURN_SECONDS or now - self._looked < LOOK_EVERY_SECONDS:
            return False
        self._looked = now
        return self.others_wait()


#: The one turn of this process: a worker works on one task at a time.
TURN = Turn()
