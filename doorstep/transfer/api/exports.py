"""REST: exports of customers to files."""

from typing import Annotated, Any

from django.http import FileResponse, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from ninja.responses import Status
from pydantic import ConfigDict, Field

from doorstep.billing.permissions import VIEW_MONEY
from doorstep.core.rest import ApiRequest, Page, Refused, Router, started, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import Id, Input, OneOf, Output, Text
from doorstep.customers.bulk import Selection
from doorstep.customers.columns import columns_for
from doorstep.customers.filters.strict import strict_filter
from doorstep.customers.listing import SORTS, order_for
from doorstep.identity.actor import Actor
from doorstep.runs.files import why_no_file
from doorstep.runs.models import Run
from doorstep.runs.shapes import RunOut
from doorstep.transfer.actions.exporting import export_customers
from doorstep.transfer.exporting.kind import KIND
from doorstep.transfer.exporting.plan import CONTENT_TYPES, ExportPlan, Format
from doorstep.transfer.permissions import EXPORT

router = Router("Exports")
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE = {
    "responses": {200: {"description": "The file", "content": dict.fromkeys(CONTENT_TYPES.values(), _BINARY)}}
}
_Sort = Annotated[str, OneOf([sign + key for key in SORTS for sign in ("", "-")])]


class ExportIn(Input):
    """Which customers, in which order, and which columns of them, as what kind of file.

    `filter`: the parameters of the customer list as a query string; everybody when it is empty. `ids`: these
    customers instead. `columns`: keys as `GET /export-columns` lists them; the list's own when left out.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"filter": "tab=active", "columns": ["phone", "email"], "format": "csv"}]
        }
    )

    filter: Text = ""
    ids: Annotated[list[Id], Field(min_length=1, max_length=10_000)] | None = None
    columns: Annotated[list[Text], Field(max_length=20)] = []
    sort: _Sort = "name"
    format: Annotated[str, OneOf(Format)] = "csv"

    def plan(self, actor: Actor) -> ExportPlan:
        """As the action takes it. Raises Refused 422 for a filter, a column or an order that does not fit."""
        found = strict_filter(QueryDict(self.filter.removeprefix("?")), actor, under="filter")
        known = columns_for(actor, sees_money=actor.can(VIEW_MONEY))
        errors = [
            (f"columns.{place}", _("There is no column “%(key)s”.") % {"key": key})
            for place, key in enumerate(self.columns)
            if key not in known
        ]
        if order_for(self.sort, sees_money=actor.can(VIEW_MONEY)) is None:
            errors.append(("sort", _("There is no such order, or not for this token.")))
        if errors:
            raise Refused(422, _("Some of what was sent is missing or does not fit."), errors=errors)
        chosen = (
            Selection(everything=True, query=found.query)
            if self.ids is None
            else Selection(ids=tuple(self.ids))
        )
        return ExportPlan(chosen, tuple(self.columns), self.sort, Format(self.format))


class ExportColumnOut(Output):
    """A column that an export may have. `kind`: how its values are written."""

    key: str
    label: str
    kind: str


def _exports(request: ApiRequest) -> Any:
    return Run.objects.visible_to(request.actor).filter(kind=KIND)


@router.get("/export-columns", needs=EXPORT, answer=list[ExportColumnOut])
def list_export_columns(request: ApiRequest) -> list[ExportColumnOut]:
    """List the columns that an export may have."""
    columns = columns_for(request.actor, sees_money=request.actor.can(VIEW_MONEY))
    return [ExportColumnOut(key=one.key, label=str(one.label), kind=one.kind) for one in columns.values()]


@router.get("/exports", needs=EXPORT, answer=Page[RunOut])
def list_exports(request: ApiRequest, limit: Limit = 50, cursor: CursorText = "") -> Page[RunOut]:
    """List the exports, the newest first."""
    rows = _exports(request)
    return page_of_shapes(RunOut, RunOut.of, rows, cursor=cursor, limit=limit, newest_first=True)


@router.post("/exports", needs=EXPORT, answer=RunOut, status=202)
def create_export(request: ApiRequest, response: HttpResponse, payload: ExportIn) -> Status[RunOut]:
    """Make a file of customers; ask for the run until it is done, then download it.

    Needs the right to see customers, too.
    """
    run = export_customers(actor=request.actor, plan=payload.plan(request.actor), at_once=False)
    return started(response, RunOut.of(run))


@router.get("/exports/{export_id}", needs=EXPORT, answer=RunOut)
def get_export(request: ApiRequest, response: HttpResponse, export_id: Id) -> RunOut:
    """Get an export: how far it is."""
    return versioned(response, RunOut.of(_exports(request).get(pk=export_id)))


@router.get("/exports/{export_id}/file", needs=EXPORT, answer=None, extra=_FILE)
def download_export(request: ApiRequest, export_id: Id) -> FileResponse:
    """Download the file of an export.

    404 as long as it is not done, and from a week after.
    """
    run = _exports(request).get(pk=export_id)
    if reason := why_no_file(request.actor, run):
        raise Refused(404, reason)
    return FileResponse(run.file.open("rb"), as_attachment=True, filename=run.file_name or run.file.name)
