"""A plan as the pieces of its file."""

from collections.abc import Iterable, Iterator, Sequence

from doorstep.core.tables import Value, write_csv, write_xlsx
from doorstep.identity.actor import Actor
from doorstep.transfer.exporting.plan import ExportPlan, Format
from doorstep.transfer.exporting.reading import export_chunks, export_header


def write_file(actor: Actor, plan: ExportPlan) -> Iterator[bytes]:
    """The file, piece by piece, made as it is asked for."""
    return write_lines(actor, plan, (line for chunk in export_chunks(actor, plan) for line in chunk))


def write_lines(actor: Actor, plan: ExportPlan, lines: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """The header and these lines in the plan's format."""
    write = write_xlsx if plan.format is Format.XLSX else write_csv
    return write(export_header(actor, plan), lines)
