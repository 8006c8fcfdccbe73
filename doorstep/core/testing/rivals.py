"""Calls that happen at the same moment, each with a database connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection

from doorstep.core.errors import RuleBroken


def at_once(*calls: Callable[[], object]) -> list[str]:
    """Make the calls in a thread each, all at one moment; answers "done" or "refused" for each, sorted."""
    barrier, outcomes = threading.Barrier(len(calls)), []

    def run(call: Callable[[], object]) -> None:
        barrier.wait()
        try:
            call()
            outcomes.append("done")
        except RuleBroken:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)
