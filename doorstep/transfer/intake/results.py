"""The file's own rows, with what became of each beside them: to be looked at, mended and imported again."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from doorstep.clients.models import Client
from doorstep.core.errors import RuleBroken
from doorstep.core.tables import Table
from doorstep.identity.actor import Actor
from doorstep.runs.models import Run, RunRow
from doorstep.transfer.intake.plan import Plan

_AT_ONCE = 2000
Line = list[str | int | None]


def original_with_results(actor: Actor, run: Run) -> tuple[Sequence[str], Iterator[Line]]:
    """Header and lines: the file's columns, then row number, outcome, reason and the record's id and name.

    Rows that the run has not come to have no outcome. Raises RuleBroken when the file is not there any more.
    """
    if not run.file:
        raise RuleBroken(_("The file of this import is not there any more."))
    table = Plan.of(run).open(run)
    header = [*table.header, _("Row"), _("Outcome"), _("Reason"), _("Record id"), _("Record")]
    return header, _lines(actor, run, table)


def _lines(actor: Actor, run: Run, table: Table) -> Iterator[Line]:
    results = _results(actor, run)
    row, name = next(results, (None, ""))
    for line in table.rows():
        while row is not None and row.number < line.number:
            row, name = next(results, (None, ""))
        if row is not None and row.number == line.number:
            ending: Line = [str(row.get_outcome_display()), row.reason, row.client_id if name else None, name]
        else:
            ending = ["", "", None, ""]
        yield [*line.cells, line.number, *ending]


def _results(actor: Actor, run: Run) -> Iterator[tuple[RunRow | None, str]]:
    rows = RunRow.objects.filter(run=run).order_by("number")
    last = 0
    while found := list(rows.filter(number__gt=last)[:_AT_ONCE]):
        ids = {row.client_id for row in found if row.client_id}
        clients = Client.objects.visible_to(actor).filter(pk__in=ids)
        names = dict(clients.values_list("pk", "name"))
        yield from ((row, names.get(row.client_id or 0, "")) for row in found)
        last = found[-1].number
