"""`doorstep sample_company`: a made-up company to look around in."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from doorstep.identity.models import Workspace
from doorstep.shell.sample.company import NAME, PEOPLE, SLUG, found
from doorstep.shell.sample.desk import add_desks
from doorstep.shell.sample.generator import generate
from doorstep.shell.sample.lives import SAMPLE_SIZE
from doorstep.shell.sample.papers import add_sample_files

# Known to everybody who reads this: for a demonstration, which `doorstep demo` serves to this machine only.
PASSWORD = "doorstep-demo"  # noqa: S105  # see above


class Command(BaseCommand):
    help = "Make the sample company where it is not there yet, and print how to log in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it whole or not at all; a second time only the login is printed."""
        if not Workspace.objects.filter(slug=SLUG).exists():
            self.stdout.write(f"Making {NAME}, a company that does not exist …")
            self.stdout.flush()
            add_sample_files(make_sample_company())
        self.stdout.write(f"{NAME}: {SAMPLE_SIZE:,} customers with their jobs, invoices and payments.")
        self.stdout.write(f"  E-mail:   {PEOPLE[0][1]}@example.com")
        self.stdout.write(f"  Password: {PASSWORD}")
        others = ", ".join(mailbox for _name, mailbox, _role, _team in PEOPLE[1:])
        self.stdout.write(f"  The same password opens every role: {others} @example.com.")


@transaction.atomic
def make_sample_company() -> Workspace:
    """Make the workspace, its people and its customers."""
    workspace = found(SLUG, NAME, PASSWORD)
    generate(workspace, SAMPLE_SIZE, seed=7, tell=lambda done: None)
    add_desks(workspace)
    return workspace
