"""`doorstep upgrade`: run once after installing a version, before its web and worker processes start."""

from typing import Any

from django.core.management.base import BaseCommand

from doorstep.shell.management.prepare import prepare_database, prepare_static


class Command(BaseCommand):
    help = "Bring the database and the static files to this version; does nothing when they are."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare both, and say what was done."""
        database, static = prepare_database(), prepare_static()
        self.stdout.write(f"Database: {'upgraded' if database else 'up to date'}.")
        self.stdout.write(f"Static files: {'collected' if static else 'up to date'}.")
