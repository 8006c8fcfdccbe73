"""Taking data out. Each export leaves an event that says who took what."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from doorstep.activity.actions import record_event
from doorstep.customers.filters import CustomerFilter
from doorstep.customers.permissions import VIEW_CUSTOMERS
from doorstep.identity.actor import Actor
from doorstep.runs.actions import start_run
from doorstep.runs.models import Run
from doorstep.transfer.events import CustomersExported
from doorstep.transfer.exporting.files import write_file
from doorstep.transfer.exporting.kind import KIND
from doorstep.transfer.exporting.plan import ExportPlan, Format
from doorstep.transfer.exporting.workspace_kind import WORKSPACE_KIND
from doorstep.transfer.permissions import EXPORT

#: A workbook of more rows is made by the worker.
DIRECT_ROWS = 20_000


def is_direct(*, actor: Actor, plan: ExportPlan) -> bool:
    """Whether the file is quick enough to be sent at once: any CSV, and a workbook of up to 20,000 rows."""
    if plan.format is Format.CSV:
        return True
    return plan.selection.count_up_to(actor, DIRECT_ROWS) <= DIRECT_ROWS


def stream_customers(*, actor: Actor, plan: ExportPlan) -> Iterator[bytes]:
    """The file of the plan, piece by piece, made while it is sent: memory stays flat.

    Raises PermissionDenied without EXPORT.
    """
    _record(actor, plan)
    return write_file(actor, plan)


def export_customers(*, actor: Actor, plan: ExportPlan, at_once: bool | None = None) -> Run:
    """Make the file of the plan as a run, for download from its page.

    Raises PermissionDenied without EXPORT.
    """
    _record(actor, plan)
    title = _("Export of customers (%(format)s)") % {"format": plan.format.upper()}
    return start_run(actor=actor, kind=KIND, title=title, params=plan.as_params(), at_once=at_once)


def export_workspace(*, actor: Actor, at_once: bool | None = None) -> Run:
    """Make an archive of the whole workspace as a run: every table as CSV, every file, and a manifest.

    Raises PermissionDenied without EXPORT_WORKSPACE.
    """
    title = _("Archive of the whole workspace")
    return start_run(actor=actor, kind=WORKSPACE_KIND, title=title, at_once=at_once)


def _record(actor: Actor, plan: ExportPlan) -> None:
    actor.require(VIEW_CUSTOMERS)
    actor.require(EXPORT)
    selection = plan.selection
    what = CustomerFilter(selection.query, actor).describe() if selection.everything else ""
    event = CustomersExported(
        format=plan.format.value, filter=what, selected=None if selection.everything else len(selection.ids)
    )
    record_event(event, actor=actor)
