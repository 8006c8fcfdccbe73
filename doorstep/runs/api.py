"""REST: runs, the long pieces of work: imports, exports, bulk changes, undos."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja.responses import Status

from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.rest import ApiRequest, Page, Router, started, versioned
from doorstep.core.rest.paging import CursorText, Limit, page_of_shapes
from doorstep.core.rest.shapes import Id, OneOf, Text
from doorstep.runs import actions
from doorstep.runs.models import Run, RunRow
from doorstep.runs.shapes import RunOut, RunRowOut

router = Router("Runs")
routers = [router]
_Outcome = Annotated[str, OneOf(RunRow.Outcome)]


@router.get("/runs", needs=VIEW_CUSTOMERS, answer=Page[RunOut])
def list_runs(
    request: ApiRequest, limit: Limit = 50, cursor: CursorText = "", kind: Text = ""
) -> Page[RunOut]:
    """List runs, the newest first.

    `kind`: only those of a kind, like import.customers.
    """
    rows = Run.objects.visible_to(request.actor)
    rows = rows.filter(kind=kind) if kind else rows
    return page_of_shapes(RunOut, RunOut.of, rows, cursor=cursor, limit=limit, newest_first=True)


@router.get("/runs/{run_id}", needs=VIEW_CUSTOMERS, answer=RunOut)
def get_run(request: ApiRequest, response: HttpResponse, run_id: Id) -> RunOut:
    """Get a run: how far it is, what came of it."""
    return versioned(response, RunOut.of(Run.objects.visible_to(request.actor).get(pk=run_id)))


@router.get("/runs/{run_id}/rows", needs=VIEW_CUSTOMERS, answer=Page[RunRowOut])
def list_run_rows(
    request: ApiRequest,
    run_id: Id,
    limit: Limit = 50,
    cursor: CursorText = "",
    outcome: _Outcome | None = None,
) -> Page[RunRowOut]:
    """List what a run did, row by row.

    `outcome`: only rows with this outcome.
    """
    Run.objects.visible_to(request.actor).only("pk").get(pk=run_id)
    rows: Any = RunRow.objects.visible_to(request.actor).filter(run_id=run_id)
    rows = rows.filter(outcome=outcome) if outcome else rows
    return page_of_shapes(RunRowOut, RunRowOut.of, rows, cursor=cursor, limit=limit)


@router.post("/runs/{run_id}/cancel", needs=VIEW_CUSTOMERS, answer=RunOut)
def cancel_run(request: ApiRequest, response: HttpResponse, run_id: Id) -> RunOut:
    """Stop a run after the part it is at; what is done stands.

    Needs the right to do what the run does, unless it is the token's member's own.
    """
    return versioned(response, RunOut.of(actions.cancel_run(actor=request.actor, run_id=run_id)))


@router.post("/runs/{run_id}/undo", needs=VIEW_CUSTOMERS, answer=RunOut, status=202)
def undo_run(request: ApiRequest, response: HttpResponse, run_id: Id) -> Status[RunOut]:
    """Take back what a run did; answers with the run that does so.

    What has been changed since is kept and named in its rows. Needs the right to do what the run did.
    """
    undo = actions.undo_run(actor=request.actor, run_id=run_id, at_once=False)
    return started(response, RunOut.of(undo))
