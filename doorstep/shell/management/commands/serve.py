"""`doorstep serve`: the whole product on one machine, web and worker, until Ctrl-C."""

import os
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from doorstep.shell.management.prepare import prepare_database, prepare_static
from doorstep.shell.management.supervisor import Child, Supervisor

WEB_THREADS = 4


class Command(BaseCommand):
    help = "Serve web pages and background work on this machine until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many processes, and where they listen."""
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
        )
        parser.add_argument("--port", type=int, default=settings.PORT, help="default: DOORSTEP_PORT or 8000")
        parser.add_argument("--web", type=int, default=default_web_processes(), help="web processes")
        parser.add_argument("--workers", type=int, default=1, help="processes for background work (0: none)")
        parser.add_argument("--no-migrate", action="store_true", help="leave the database as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare what is missing, then keep the processes running."""
        host, port = options["host"], options["port"]
        refuse_what_cannot_work(host, port)
        if not options["no_migrate"] and prepare_database():
            self.stdout.write("The database is up to date.")
        prepare_static()
        # The children open their own; an idle connection here would only hold a place.
        connections.close_all()
        children = [Child("web", web_command(host, port, options["web"]))]
        children += [Child(f"worker {number + 1}", worker_command()) for number in range(options["workers"])]
        Supervisor(children).run(
            is_ready=lambda: answers(host, port),
            when_ready=lambda: self.announce(port),
        )
        self.stdout.write("Doorstep has stopped.")

    def announce(self, port: int) -> None:
        """Say where to go."""
        address = f"http://127.0.0.1:{port}/"
        self.stdout.write(f"Doorstep runs at {self.style.SUCCESS(address)} — Ctrl-C stops it.")
        self.stdout.flush()


def default_web_processes() -> int:
    """Two at least, so that one slow page never blocks the rest; more on a bigger machine."""
    return max(2, min(4, os.cpu_count() or 1))


def refuse_what_cannot_work(host: str, port: int) -> None:
    """Say in words what a child process would only repeat in a loop."""
    if os.name == "nt":
        raise CommandError(
            "`doorstep serve` does not run on Windows itself. Use WSL, or Docker (see deploy/)."
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}:{port}: {error.strerror}. Choose another port with DOORSTEP_PORT."
            ) from error


def answers(host: str, port: int) -> bool:
    """Say whether the web process takes connections yet."""
    target = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - a comparison, nothing is bound
    try:
        socket.create_connection((target, port), timeout=0.2).close()
    except OSError:
        return False
    return True


def web_command(host: str, port: int, processes: int) -> list[str]:
    """Build the command line of the web server; with threads, since pages mostly wait for the database."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "doorstep.config.wsgi:application",
        "--bind",
        f"{host}:{port}",
    ]
    command += ["--worker-class", "gthread", "--threads", str(WEB_THREADS), "--workers", str(processes)]
    # Its control socket goes to the user's home, which need not be writable.
    command += ["--no-control-socket", "--graceful-timeout", "20", "--log-level", "warning"]
    # A heartbeat file on a slow disk makes gunicorn believe that its workers hang.
    shared_memory = Path("/dev/shm")  # noqa: S108 - gunicorn makes a private file in it
    return [*command, "--worker-tmp-dir", str(shared_memory)] if shared_memory.is_dir() else command


def worker_command() -> list[str]:
    """Build the command line of a background worker."""
    return [sys.executable, "-m", "django", "worker"]
