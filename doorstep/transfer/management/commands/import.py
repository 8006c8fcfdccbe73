"""doorstep import customers FILE …, doorstep import undo RUN."""  # noqa: N999  # what one types

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.core.text import fold
from doorstep.identity.actor import Actor
from doorstep.identity.models import Workspace
from doorstep.runs.actions import undo_run
from doorstep.runs.engine import see_through
from doorstep.runs.models import Run
from doorstep.transfer.actions.importing import plan_import, run_import, try_import, upload_customers
from doorstep.transfer.intake.plan import Duplicates, Plan, UnknownTags
from doorstep.transfer.intake.profiles import PROFILES


class Command(BaseCommand):
    """Imports on the command line; by default ends with words, with --json with one JSON object."""

    help = "Import customers from a CSV or XLSX file, or take an import back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`customers FILE` and `undo RUN`."""
        what = parser.add_subparsers(dest="what", required=True)
        customers = what.add_parser("customers", help="import customers from a file")
        customers.add_argument("file", type=Path)
        customers.add_argument("--workspace", required=True, metavar="SLUG")
        customers.add_argument("--profile", default="", choices=["", *sorted({one.key for one in PROFILES})])
        customers.add_argument("--map", action="append", default=[], metavar="Column=field")
        customers.add_argument(
            "--duplicates", default=Duplicates.SKIP, choices=[str(one) for one in Duplicates]
        )
        customers.add_argument(
            "--tags", default=UnknownTags.CREATE, choices=[str(one) for one in UnknownTags]
        )
        customers.add_argument("--default", action="append", default=[], metavar="field=value")
        customers.add_argument("--encoding", default=None)
        customers.add_argument("--delimiter", default=None)
        customers.add_argument("--sheet", default=None)
        customers.add_argument("--header-row", type=int, default=None)
        customers.add_argument("--dry-run", action="store_true")
        customers.add_argument("--json", action="store_true")
        undo = what.add_parser("undo", help="take an import back")
        undo.add_argument("run", type=int)
        undo.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it at once, in this process."""
        start = time.monotonic()
        try:
            run = self._undo(options) if options["what"] == "undo" else self._import(options)
        except (RuleBroken, FileNotFoundError) as error:
            raise CommandError(str(error)) from error
        self._tell(run, time.monotonic() - start, as_json=options["json"])

    def _import(self, options: dict[str, Any]) -> Run:
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            raise CommandError(_("There is no workspace “%(slug)s”.") % {"slug": options["workspace"]})
        actor = Actor.system(workspace, via="command")
        path: Path = options["file"]
        with path.open("rb") as file:
            run = upload_customers(
                actor=actor,
                file=File(file, name=path.name),
                profile=options["profile"],
                reading={name: options[name] for name in ("encoding", "delimiter", "sheet", "header_row")},
            )
        plan = Plan.of(run)
        plan.mapping |= _columns(options["map"], plan)
        plan.defaults |= _pairs(options["default"])
        plan.duplicates, plan.tags = options["duplicates"], options["tags"]
        plan_import(actor=actor, run_id=run.pk, plan=plan)
        begin = try_import if options["dry_run"] else run_import
        run = begin(actor=actor, run_id=run.pk)
        # A worker may have been quicker to take it: then this waits for its end.
        return see_through(run.pk)

    def _undo(self, options: dict[str, Any]) -> Run:
        run = Run.objects.filter(pk=options["run"]).select_related("workspace").first()
        if run is None:
            raise CommandError(_("There is no run %(number)d.") % {"number": options["run"]})
        return undo_run(actor=Actor.system(run.workspace, via="command"), run_id=run.pk, at_once=True)

    def _tell(self, run: Run, seconds: float, *, as_json: bool) -> None:
        counts = run.counts
        said = {
            "run": run.pk,
            "state": run.state,
            "rows": run.done,
            "created": counts.get("created", 0),
            "updated": counts.get("updated", 0),
            "duplicates": counts.get("duplicate", 0),
            "refused": counts.get("refused", 0),
            "asked": counts.get("asked", 0),
            "seconds": round(seconds, 3),
        }
        if "undone" in counts or "kept" in counts:
            said |= {"undone": counts.get("undone", 0), "kept": counts.get("kept", 0)}
        if run.error:
            said["error"] = run.error
        if as_json:
            self.stdout.write(json.dumps(said))
        else:
            self.stdout.write(", ".join(f"{name}: {value}" for name, value in said.items()))
        if run.state != Run.State.DONE:
            raise CommandError(run.error or _("The import was stopped."))


def _columns(given: list[str], plan: Plan) -> dict[str, str]:
    """Columns by the file's own spelling of their headers."""
    spelt = {fold(header): header for header in plan.mapping}
    chosen = {}
    for name, field in _pairs(given).items():
        if fold(name) not in spelt:
            raise CommandError(
                _("The file has no column “%(name)s”; it has: %(columns)s.")
                % {"name": name, "columns": ", ".join(plan.mapping)}
            )
        chosen[spelt[fold(name)]] = field
    return chosen


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for one in given:
        name, equals, value = one.rpartition("=")
        if not equals:
            raise CommandError(_("“%(text)s” should be written as name=value.") % {"text": one})
        pairs[name.strip()] = value.strip()
    return pairs
