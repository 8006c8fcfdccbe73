"""A database that several threads really share, and a way to let them loose on it at once."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

Attempt = Callable[[], Any]


@pytest.fixture
def shared_database(transactional_db, tmp_path: Path) -> Iterator[None]:
    """The test database with real commits, for threads with connections of their own.

    SQLite's in-memory test database locks whole tables among threads without waiting, as no real one does:
    the test gets a copy in a file.
    """
    if connection.vendor != "sqlite":
        yield
        return
    in_memory = connections["default"]
    in_memory.ensure_connection()
    path = tmp_path / "shared.sqlite3"
    with sqlite3.connect(path) as copy:
        in_memory.connection.backup(copy)
    settings = connections.settings["default"]
    name = settings["NAME"]
    settings["NAME"] = str(path)
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = name
        connections["default"] = in_memory


@pytest.fixture
def at_once(shared_database) -> Callable[[list[Attempt]], list[Any]]:
    """Run attempts in threads that start together; what each returned or raised, in their order."""

    def run(attempts: list[Attempt]) -> list[Any]:
        outcomes: list[Any] = [None] * len(attempts)
        start = threading.Barrier(len(attempts))

        def one(place: int) -> None:
            try:
                start.wait()
                outcomes[place] = attempts[place]()
            except BaseException as error:  # noqa: BLE001  # handed to the test, which knows what it expects
                outcomes[place] = error
            finally:
                connections["default"].close()

        threads = [threading.Thread(target=one, args=(place,)) for place in range(len(attempts))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert not any(thread.is_alive() for thread in threads), "threads wait for each other"
        return outcomes

    return run
