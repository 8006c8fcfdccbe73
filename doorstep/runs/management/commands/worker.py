"""`doorstep worker`: background work, in as many processes and on as many machines as one likes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from doorstep.runs.worker import Worker


class Command(BaseCommand):
    help = "Do background work (imports, exports, bulk changes, periodic tasks) until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """One switch."""
        parser.add_argument("--batch", action="store_true", help="do what is waiting, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work. SIGTERM ends it after the chunk at hand; what is unfinished goes on elsewhere or later."""
        worker = Worker(batch=options["batch"])
        worker.configure_signals()
        worker.run()
