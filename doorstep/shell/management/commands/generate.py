"""`doorstep generate`: a workspace full of made-up customers, as many as wanted."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from doorstep.identity.models import Workspace
from doorstep.shell.sample.company import found
from doorstep.shell.sample.generator import generate

SLOWLY = 50_000


class Command(BaseCommand):
    help = "Add made-up customers with jobs, invoices and payments to a workspace; it is made when missing."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, where, and from which seed."""
        parser.add_argument("--customers", type=int, required=True, help="how many to add")
        parser.add_argument("--workspace", required=True, metavar="SLUG", help="where to add them")
        parser.add_argument(
            "--seed", type=int, default=1, help="the same seed draws the same people (default: 1)"
        )
        parser.add_argument(
            "--light", action="store_true", help="bills of one line, timelines without the past"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Find or make the workspace and fill it."""
        customers, slug = options["customers"], options["workspace"]
        if customers < 1:
            raise CommandError("--customers must be at least 1.")
        workspace = Workspace.objects.filter(slug=slug).first()
        if workspace is None:
            workspace = found(slug, slug.replace("-", " ").title())
        began = time.monotonic()
        generate(workspace, customers, options["seed"], light=options["light"], tell=self._tell)
        if customers >= SLOWLY:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        self.stdout.write(f"{customers:,} customers in {time.monotonic() - began:.0f} s.")

    def _tell(self, done: int) -> None:
        if done % SLOWLY == 0:
            self.stdout.write(f"  {done:,}")
            self.stdout.flush()
