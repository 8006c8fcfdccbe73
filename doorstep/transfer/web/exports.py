"""Downloads: the list as a spreadsheet, at once or made by the worker; the whole workspace as an archive."""

from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from doorstep.core.webkit.htmx import go_to
from doorstep.customers.bulk import Selection
from doorstep.identity.actor import Actor
from doorstep.identity.doors import ActorRequest, requires
from doorstep.identity.permissions import EXPORT_WORKSPACE
from doorstep.shell.saved_views import columns_of, views_for
from doorstep.transfer.actions import exporting
from doorstep.transfer.exporting.plan import CONTENT_TYPES, ExportPlan, Format
from doorstep.transfer.permissions import EXPORT

PAGE = "customers"


@require_http_methods(["GET", "POST"])
@requires(EXPORT)
def customers(request: ActorRequest) -> HttpResponseBase:
    """/customers/export — GET: the list of the query string; POST: `ids`, or `all` that fit `query`.

    `format`: csv or xlsx. A big workbook is made by the worker: the answer is then the run's page.
    """
    plan = _plan(request.GET if request.method == "GET" else request.POST, request)
    if not exporting.is_direct(actor=request.actor, plan=plan):
        run = exporting.export_customers(actor=request.actor, plan=plan)
        return go_to(request, "runs:run", run.pk)
    pieces = exporting.stream_customers(actor=request.actor, plan=plan)
    response = StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[plan.format])
    response["Content-Disposition"] = f'attachment; filename="{plan.file_name(request.actor)}"'
    return response


def _plan(asked: QueryDict, request: ActorRequest) -> ExportPlan:
    query = request.GET if request.method == "GET" else QueryDict(asked.get("query", ""))
    ids = tuple(int(typed) for typed in asked.getlist("ids") if typed.isdecimal() and len(typed) < 19)
    excluded = tuple(int(typed) for typed in asked.getlist("except") if typed.isdecimal() and len(typed) < 19)
    everything = asked.get("all") == "1" or not ids
    return ExportPlan(
        Selection(() if everything else ids, everything, query.urlencode(), excluded),
        columns=tuple(_columns(request.actor, query)),
        sort=query.get("sort", ""),
        format=Format.XLSX if asked.get("format") == "xlsx" else Format.CSV,
    )


def _columns(actor: Actor, query: QueryDict) -> list[str]:
    """The columns as the list shows them: the view's, else the member's, else the list's own."""
    number = query.get("view", "")
    view = (
        views_for(actor, PAGE).filter(pk=int(number)).first()
        if number.isdecimal() and len(number) < 19
        else None
    )
    return list(view.columns) if view and view.columns else columns_of(actor, PAGE)


@require_http_methods(["GET", "POST"])
@requires(EXPORT_WORKSPACE)
def workspace(request: ActorRequest) -> HttpResponse:
    """/settings/archive/ — says what the archive holds; a POST has it made and shows the run."""
    if request.method == "POST":
        run = exporting.export_workspace(actor=request.actor)
        return go_to(request, "runs:run", run.pk)
    return render(request, "transfer/archive.html")
