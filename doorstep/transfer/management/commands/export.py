"""`doorstep export customers …` and `doorstep export workspace …`: files without the browser."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from doorstep.core.rest.problems import Refused
from doorstep.customers.bulk import Selection
from doorstep.customers.columns import columns_for
from doorstep.customers.filters.strict import strict_filter
from doorstep.customers.listing import SORTS, order_for
from doorstep.identity.actor import Actor
from doorstep.identity.models import Workspace
from doorstep.runs.acting import at_work_in
from doorstep.runs.models import Run
from doorstep.transfer.actions.exporting import export_workspace, stream_customers
from doorstep.transfer.exporting.plan import ExportPlan, Format

BYTES_AT_ONCE = 1024 * 1024
#: Of the page's address, what says how the list is shown and not who is in it.
_SHOWING = ("sort", "size", "view", "after", "before", "last")


class Command(BaseCommand):
    help = "Export customers as CSV or XLSX, or the whole workspace as a ZIP archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`customers` and `workspace`."""
        what = parser.add_subparsers(dest="what", required=True)
        customers = what.add_parser("customers", help="the customers list as a spreadsheet")
        customers.add_argument("--format", default=Format.CSV, choices=[str(one) for one in Format])
        customers.add_argument("--filter", default="", help="the query string of the customers page")
        customers.add_argument("--columns", default="", help="column keys, separated by commas")
        customers.add_argument("--sort", default="", help="as in the page's address: name, -revenue, …")
        whole = what.add_parser("workspace", help="everything, as a ZIP archive")
        for each in (customers, whole):
            each.add_argument("--workspace", required=True, metavar="SLUG")
            each.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="- for stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file whole or not at all."""
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            raise CommandError(f"There is no workspace “{options['workspace']}”.")
        actor = Actor.system(workspace, via="command")
        with at_work_in(workspace):
            pieces = _customers(actor, options) if options["what"] == "customers" else _archive(actor)
            try:
                size = _write(pieces, options["output"])
            except OSError as error:
                raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"{options['output']}: {size:,} bytes")


def _customers(actor: Actor, options: dict[str, Any]) -> Iterator[bytes]:
    query = QueryDict(options["filter"].removeprefix("?"))
    plan = ExportPlan(
        Selection(everything=True, query=options["filter"]),
        columns=tuple(key for key in options["columns"].split(",") if key),
        sort=options["sort"] or str(query.get("sort", "")),
        format=Format(options["format"]),
    )
    _refuse_what_does_not_fit(actor, query, plan)
    return stream_customers(actor=actor, plan=plan)


def _refuse_what_does_not_fit(actor: Actor, query: QueryDict, plan: ExportPlan) -> None:
    """A misspelt filter would give away everybody."""
    try:
        strict_filter(query, actor, also=_SHOWING)
    except Refused as refused:
        raise CommandError(" ".join(words for _field, words in refused.errors)) from refused
    known = columns_for(actor, sees_money=True)
    if missing := [key for key in plan.columns if key not in known]:
        raise CommandError(f"There is no column “{missing[0]}”; there are: {', '.join(known)}.")
    if plan.sort and order_for(plan.sort, sees_money=True) is None:
        raise CommandError(
            f"There is no order “{plan.sort}”; there are: {', '.join(SORTS)}, each with - for down."
        )


def _archive(actor: Actor) -> Iterator[bytes]:
    run = export_workspace(actor=actor, at_once=True)
    if run.state != Run.State.DONE:
        raise CommandError(run.error)
    with run.file.open("rb") as archive:
        while piece := archive.read(BYTES_AT_ONCE):
            yield piece
    run.file.delete()


def _write(pieces: Iterator[bytes], output: Path) -> int:
    if str(output) == "-":
        return sum(sys.stdout.buffer.write(piece) for piece in pieces)
    # A half-written file never bears the name that somebody waits for.
    unfinished = output.with_name(output.name + ".part")
    with unfinished.open("wb") as file:
        size = sum(file.write(piece) for piece in pieces)
    unfinished.replace(output)
    return size
