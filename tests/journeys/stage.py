"""What journeys play on: a database in a file, a server, and eyes on what a browser complains about."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import BrowserContext, ConsoleMessage, Request

from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership
from doorstep.runs.worker import Worker


def write_copy(path: Path) -> Path:
    """The database of now, as a file."""
    connection = connections["default"]
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return path


@contextmanager
def database_in(path: Path) -> Iterator[None]:
    """Everybody's database is the file at `path`: the threads of the server have connections of their own."""
    before, settings = connections["default"], connections.settings["default"]
    name = settings["NAME"]
    settings["NAME"] = str(path)
    del connections["default"]
    cache.clear()
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = name
        connections["default"] = before


@contextmanager
def serving() -> Iterator[str]:
    """The product on a free port; its address."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()


def work_off() -> None:
    """Do what waits in the queue, as the worker does, and come back when nothing is left."""
    worker = Worker(batch=True)
    while (row := worker.claim_next()) is not None:
        worker.run_task(row)


def sign_in(context: BrowserContext, member: Membership | Actor, base_url: str) -> None:
    """Let the browser be the member, without the sign-in page."""
    pk = member.membership_id if isinstance(member, Actor) else member.pk
    membership = Membership.objects.select_related("user").get(pk=pk)
    client = Client()
    client.force_login(membership.user)
    session = client.session
    session["workspace_id"] = membership.workspace_id
    session.save()
    context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": base_url}])


class Watch:
    """Collects what no page may do: errors in the console (CSP's too), scripts that break, other hosts."""

    def __init__(self, base_url: str) -> None:
        self.host = urlsplit(base_url).netloc
        self.complaints: list[str] = []

    def follow(self, context: BrowserContext) -> BrowserContext:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", self._request)
        return context

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports answers such as 404 and 422 here too; which answer is right, the journeys say.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.host:
            self.complaints.append(f"other host: {request.url}")
