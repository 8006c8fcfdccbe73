"""Eight users at once: what a request costs the server's processors, against one user alone."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from doorstep.shell.management.bench.results import Board
from doorstep.shell.management.bench.visitor import Visitor

USERS, REQUESTS = 8, 200
AT_MOST = 1.2
PROCESSES, THREADS = 2, 4


def measure_crowd(visitor: Visitor, board: Board) -> None:
    """Serve the customers page to one user and to eight; Linux only, as it reads /proc."""
    if not Path("/proc/self/stat").exists():
        return
    address = reverse("customers:list")
    cookie = f"{settings.SESSION_COOKIE_NAME}={visitor.session_key}"
    with _server() as (port, pid):
        _visit(port, address, cookie, users=2, requests=40)  # every worker has started and warmed up
        alone = _cpu_per_request(pid, lambda: _visit(port, address, cookie, users=1, requests=REQUESTS))
        crowded = _cpu_per_request(pid, lambda: _visit(port, address, cookie, users=USERS, requests=REQUESTS))
    board.add(
        f"{USERS} users at once: processor time of a page",
        crowded,
        "ms",
        raw=alone,
        goal=f"≤ {AT_MOST:g} × one user's",
        met=crowded <= AT_MOST * alone,
    )


@contextmanager
def _server() -> Iterator[tuple[int, int]]:
    """The product's web server on a free port, with its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "doorstep.config.wsgi:application"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", str(PROCESSES), "--threads", str(THREADS)]
    command += ["--worker-class", "gthread", "--log-level", "error", "--no-control-socket"]
    process = subprocess.Popen(command)  # noqa: S603  # our own program
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    for _turn in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The web server does not answer.")


def _visit(port: int, address: str, cookie: str, *, users: int, requests: int) -> None:
    """So many requests altogether, by so many users at once, each on a connection of its own."""
    failures: list[object] = []

    def browse() -> None:
        # On a busy machine the workers take a while to start.
        server = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        try:
            for _turn in range(requests // users):
                server.request("GET", address, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
                response = server.getresponse()
                response.read()
                if response.status != 200:
                    failures.append(response.status)
        except OSError as error:
            failures.append(error)
        finally:
            server.close()

    threads = [threading.Thread(target=browse) for _user in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(f"{address} answered {failures[0]}")


def _cpu_per_request(pid: int, visit: Callable[[], None]) -> float:
    """Milliseconds of processor time that the web processes spent on each request."""
    before = _cpu_seconds(pid)
    visit()
    return (_cpu_seconds(pid) - before) * 1000 / REQUESTS


def _cpu_seconds(pid: int) -> float:
    """What a process and its children have used so far."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ticks = 0
    for one in (str(pid), *children):
        # The name in brackets may hold spaces; what follows it does not.
        columns = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(columns[11]) + int(columns[12])
    return ticks / os.sysconf("SC_CLK_TCK")
