"""`doorstep rebuild-figures [--check] [--workspace SLUG]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from doorstep.clients.cards import rebuild_figures
from doorstep.identity.models import Workspace


class Command(BaseCommand):
    """Figures are kept in the transaction of each change; this is the check that it is so, and the mend."""

    help = "Compute the figures of every customer anew from jobs, invoices and payments."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which workspace, and whether only to look."""
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when a figure is wrong"
        )
        parser.add_argument("--workspace", metavar="SLUG", help="default: every workspace")

    def handle(self, *args: Any, **options: Any) -> None:
        """One workspace after the other, in chunks."""
        workspaces = Workspace.objects.order_by("pk")
        if slug := options["workspace"]:
            workspaces = workspaces.filter(slug=slug)
            if not workspaces:
                raise CommandError(_("There is no workspace “%(slug)s”.") % {"slug": slug})
        wrong = 0
        for workspace in workspaces:
            found = rebuild_figures(workspace=workspace, check=options["check"])
            wrong += found
            self.stdout.write(
                _("%(workspace)s: %(count)d customers had wrong figures.")
                % {"workspace": workspace.slug, "count": found}
            )
        if wrong and options["check"]:
            raise CommandError(_("Run “doorstep rebuild-figures” to mend them."))
