"""`doorstep token`: an API token for a program on this machine."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from doorstep.core.errors import RuleBroken
from doorstep.identity import actions
from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership


class Command(BaseCommand):
    help = "Make an API token that acts as a member, and print it alone on one line. It is not shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", required=True, metavar="SLUG", help="the workspace's short name")
        parser.add_argument("--email", required=True, help="the member that the token acts as")
        parser.add_argument("--name", default="Command line", help="what the list of tokens calls it")
        parser.add_argument(
            "--scopes",
            default="",
            help="read, write or permissions, with commas between (default: all that the member may do)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the token, and nothing else, so that a script can take it."""
        member = (
            Membership.objects.current()
            .with_rights()
            .filter(workspace__slug=options["workspace"], user__email__iexact=options["email"].strip())
            .first()
        )
        if member is None:
            raise CommandError(f"{options['email']} is no member of the workspace “{options['workspace']}”.")
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        try:
            _token, secret = actions.create_token(
                actor=Actor.of(member, via="command"), name=options["name"], scopes=scopes
            )
        except (RuleBroken, PermissionDenied) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(secret)
