"""doorstep doctor [--json]: is everything well, and if not, what mends it."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from doorstep.shell.health import Finding, examine


class Command(BaseCommand):
    """Ends with status 1 when something that Doorstep needs is not well."""

    help = "Look at database, worker, storage, mail and settings; say what is wrong and how to mend it."

    def add_arguments(self, parser: CommandParser) -> None:
        """For people, or for a monitor."""
        parser.add_argument("--json", action="store_true", help="one JSON list for a monitor")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell every finding, the mend below it."""
        findings = examine()
        if options["json"]:
            self.stdout.write(
                json.dumps([asdict(finding) | {"well": finding.is_well} for finding in findings])
            )
        else:
            for finding in findings:
                self._tell(finding)
        ill = [finding for finding in findings if finding.fatal and not finding.is_well]
        if ill:
            raise CommandError(_("Not well: %(names)s.") % {"names": ", ".join(one.name for one in ill)})

    def _tell(self, finding: Finding) -> None:
        if finding.is_well:
            self.stdout.write(f"{self.style.SUCCESS('ok  ')} {finding.name}: {finding.said}")
            return
        mark = self.style.ERROR("FAIL") if finding.fatal else self.style.WARNING("note")
        self.stdout.write(f"{mark} {finding.name}: {finding.said}\n     → {finding.mend}")
