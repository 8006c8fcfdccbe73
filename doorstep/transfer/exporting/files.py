"""A plan as the pieces of its file."""

from collections.abc import Iterator

from doorstep.core.tables import write_csv, write_xlsx
from doorstep.identity.actor import Actor
from doorstep.transfer.exporting.plan import ExportPlan, Format
from doorstep.transfer.exporting.reading import export_chunks, export_header

WRITERS = {Format.CSV: write_csv, Format.XLSX: write_xlsx}


def write_file(actor: Actor, plan: ExportPlan) -> Iterator[bytes]:
    """The file, piece by piece, made as it is asked for."""
    lines = (line for chunk in export_chunks(actor, plan) for line in chunk)
    return WRITERS[plan.format](export_header(actor, plan), lines)
