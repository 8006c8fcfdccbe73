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
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.actions.importing import (
    DRY_KIND,
    discard_import,
    plan_import,
    run_import,
    try_import,
    upload_customers,
)
from doorstep.transfer.intake.plan import Duplicates, Plan, UnknownTags
from doorstep.transfer.intake.profiles import PROFILES

_WORTH_TELLING = (RunRow.Outcome.REFUSED, RunRow.Outcome.ASKED, RunRow.Outcome.KEPT)
_MOST_REASONS = 20


class Command(BaseCommand):
    """Imports on the command line; by default ends with words, with --json with one JSON object."""

    help = "Import customers from a CSV or XLSX file, or take an import back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`customers FILE` and `undo RUN`."""
        what = parser.add_subparsers(dest="what", required=True)
        customers = what.add_parser("customers", help="import customers from a file")
        customers.add_argument("file", type=Path, help="CSV in any spelling, or .xlsx")
        customers.add_argument(
            "--workspace", required=True, metavar="SLUG", help="the workspace's short name"
        )
        _add_options(customers)
        undo = what.add_parser("undo", help="take an import back")
        undo.add_argument("run", type=int, help="the number that the import ended with")
        undo.add_argument("--json", action="store_true", help="end with one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it at once, in this process."""
        try:
            if options["what"] == "undo":
                self._undo(options)
            else:
                self._import(options)
        except RuleBroken as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{options.get('file')} cannot be read: {error.strerror}.") from error

    def _import(self, options: dict[str, Any]) -> None:
        start = time.monotonic()
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
        try:
            self._tell(self._see_through(actor, run, options), start, options)
        finally:
            # Tried dry, or refused: nobody will come back to it on the import page.
            if Run.objects.filter(pk=run.pk, state=Run.State.WAITING).exists():
                discard_import(actor=actor, run_id=run.pk)

    def _see_through(self, actor: Actor, run: Run, options: dict[str, Any]) -> Run:
        """The import, or its dry run, from the plan to its end."""
        plan = Plan.of(run)
        plan.mapping |= _columns(options["map"], plan)
        plan.defaults |= _pairs(options["default"])
        plan.duplicates, plan.tags = options["duplicates"], options["tags"]
        plan_import(actor=actor, run_id=run.pk, plan=plan)
        begin = try_import if options["dry_run"] else run_import
        # A worker may have been quicker to take it: then this waits for its end.
        return see_through(begin(actor=actor, run_id=run.pk).pk)

    def _undo(self, options: dict[str, Any]) -> None:
        start = time.monotonic()
        run = Run.objects.filter(pk=options["run"]).select_related("workspace").first()
        if run is None:
            raise CommandError(_("There is no run %(number)d.") % {"number": options["run"]})
        actor = Actor.system(run.workspace, via="command")
        self._tell(undo_run(actor=actor, run_id=run.pk, at_once=True), start, options)

    def _tell(self, run: Run, start: float, options: dict[str, Any]) -> None:
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
            "seconds": round(time.monotonic() - start, 3),
        }
        if "undone" in counts or "kept" in counts:
            said |= {"undone": counts.get("undone", 0), "kept": counts.get("kept", 0)}
        if run.error:
            said["error"] = run.error
        if options["json"]:
            self.stdout.write(json.dumps(said))
        else:
            self._tell_reasons(run)
            self.stdout.write(", ".join(f"{name}: {value}" for name, value in said.items()))
        if run.state != Run.State.DONE:
            raise CommandError(run.error or _("The import was stopped."))

    def _tell_reasons(self, run: Run) -> None:
        """The first rows that did not go in, or were kept by an undo, each with its reason."""
        rows = RunRow.objects.filter(run=run, outcome__in=_WORTH_TELLING).order_by("number")
        for row in rows[:_MOST_REASONS]:
            self.stdout.write(f"row {row.number}: {row.get_outcome_display()}: {row.reason}")
        if (more := rows.count() - _MOST_REASONS) > 0:
            where = f"the page of run {run.pk} lists them all"
            if run.kind == DRY_KIND:
                where = "a dry run on the import page lists them all"
            self.stdout.write(f"… and {more:,} more; {where}.")


def _add_options(parser: ArgumentParser) -> None:
    add = parser.add_argument
    profiles = ["", *sorted({one.key for one in PROFILES})]
    add("--profile", default="", choices=profiles, help="the system it is from (default: recognised)")
    add(
        "--map",
        action="append",
        default=[],
        metavar="Column=field",
        help="what a column becomes, as often as needed; nothing behind the sign leaves it out, "
        "“new” makes a field of your own",
    )
    duplicates, tags = [str(one) for one in Duplicates], [str(one) for one in UnknownTags]
    add("--duplicates", default=Duplicates.SKIP, choices=duplicates, help="rows that are customers already")
    add("--tags", default=UnknownTags.CREATE, choices=tags, help="tags that are new")
    add("--default", action="append", default=[], metavar="field=value", help="for rows that say nothing")
    add("--encoding", help="such as cp1252 (default: found out)")
    add("--delimiter", help="the sign between cells (default: found out)")
    add("--sheet", help="of a workbook (default: the first with a table)")
    add("--header-row", type=int, help="its number, from 1 (default: found out)")
    add("--dry-run", action="store_true", help="change nothing, say what would happen")
    add("--json", action="store_true", help="end with one JSON object")


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
