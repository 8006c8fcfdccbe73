"""`doorstep setup`: a workspace and its owner, without a browser and without questions."""

import secrets
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from doorstep.core.errors import RuleBroken
from doorstep.identity import actions
from doorstep.identity.models import Membership, Workspace
from doorstep.identity.people import find_person, make_person


class Command(BaseCommand):
    help = "Make a workspace and its owner. Somebody who has a login already keeps it, and owns this one too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", required=True, metavar="NAME", help="the company's name")
        parser.add_argument("--slug", default="", help="its short name for commands (default: from the name)")
        parser.add_argument("--email", required=True, help="what the owner signs in with")
        parser.add_argument("--name", default="", help="the owner's name (default: from the e-mail)")
        password = parser.add_mutually_exclusive_group()
        password.add_argument("--password", help="seen by other users of this machine; rather use the next")
        password.add_argument("--password-stdin", action="store_true", help="read it from the first line")
        parser.add_argument("--country", default=Workspace.Country.US, choices=Workspace.Country.values)
        parser.add_argument("--currency", default="", help="ISO 4217, like USD (default: the country's)")
        parser.add_argument("--language", default="", help="en-us or en-gb (default: the country's)")
        parser.add_argument("--time-zone", default="", help="like America/Chicago (default: the country's)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both or nothing, and say what to do next. A password that nobody gave is made and printed."""
        password, is_made_up = read_password(options)
        try:
            member, is_new_person = make(options, password)
        except RuleBroken as broken:
            field = f"--{broken.field.replace('_', '-')}: " if broken.field else ""
            raise CommandError(f"{field}{broken}") from broken
        self.stdout.write(f"Workspace: {member.workspace.name} ({member.workspace.slug})")
        self.stdout.write(f"Owner:     {member.user.email}")
        if is_new_person and is_made_up:
            self.stdout.write(f"Password:  {password}")
        elif not is_new_person:
            self.stdout.write("They had a login already; its password is unchanged.")


def read_password(options: dict[str, Any]) -> tuple[str, bool]:
    """The password that was given, or a made-up one; and whether it is made up."""
    if options["password_stdin"]:
        return sys.stdin.readline().rstrip("\r\n"), False
    if options["password"] is not None:
        return options["password"], False
    return secrets.token_urlsafe(12), True


@transaction.atomic
def make(options: dict[str, Any], password: str) -> tuple[Membership, bool]:
    """Make the person, unless there is one, and the workspace; answers whether the person is new."""
    owner = find_person(options["email"])
    is_new = owner is None
    if owner is None:
        name = options["name"] or options["email"].partition("@")[0].replace(".", " ").title()
        owner = make_person(email=options["email"], name=name, password=password)
    member = actions.create_workspace(
        actor=None,
        owner=owner,
        name=options["workspace"],
        slug=options["slug"],
        country=options["country"],
        currency=options["currency"],
        locale=options["language"],
        time_zone=options["time_zone"],
    )
    return member, is_new
