"""`doorstep demo`: the product with a sample company in it, to look around."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from doorstep.shell.management.prepare import prepare_database


class Command(BaseCommand):
    help = "Create the sample company where it is not there yet, and serve it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only what `serve` cannot know from the environment."""
        parser.add_argument("--port", type=int, help="default: DOORSTEP_PORT or 8000")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, fill, serve. `sample_company` prints the login, also when the company is there already."""
        prepare_database()
        call_command("sample_company", stdout=self.stdout)
        self.stdout.flush()
        port = {} if options["port"] is None else {"port": options["port"]}
        call_command("serve", no_migrate=True, stdout=self.stdout, **port)
