"""The pages of the import: upload, mapping, decisions, result."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.core.errors import RuleBroken
from doorstep.core.tables import TableRefused, write_csv
from doorstep.core.webkit.htmx import flash, go_to
from doorstep.identity.doors import ActorRequest, requires
from doorstep.runs.models import Run
from doorstep.transfer.actions import importing
from doorstep.transfer.intake.plan import KIND, Plan
from doorstep.transfer.intake.results import original_with_results
from doorstep.transfer.intake.suggesting import suggest
from doorstep.transfer.permissions import IMPORT
from doorstep.transfer.web.import_forms import READING, PlanForm, UploadForm
from doorstep.transfer.web.import_showing import AskedRows, DryResult, latest_imports

SAMPLE = """\
first_name,last_name,business_name,phone,email,address,city,state,zip,source,tags
Maria,Lopez,,(303) 555-0147,maria@example.com,4120 W 38th Ave,Denver,CO,80212,Google,"VIP, Net 30"
,,Front Range HOA,303-555-0150,office@example.com,1 Plaza Dr,Boulder,CO,80301,Referral,
"""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(IMPORT)
def imports(request: ActorRequest) -> HttpResponse:
    """/settings/import/ — a POST takes a file in and goes on to its columns."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            run = importing.upload_customers(actor=request.actor, file=said["file"], profile=said["profile"])
            return go_to(request, "transfer:import_plan", run.pk)
        except TableRefused as refused:
            form.add_error("file", str(refused))
    context = {"form": form, "latest": latest_imports(request.actor)}
    return render(request, "transfer/imports.html", context, status=form.status)


@require_safe
@requires(IMPORT)
def sample(request: ActorRequest) -> HttpResponse:
    """/settings/import/sample.csv — a file to fill in."""
    content = SAMPLE.replace("\n", "\r\n").encode("utf-8-sig")  # as Excel opens it rightly
    disposition = 'attachment; filename="customers.csv"'
    return HttpResponse(content, content_type="text/csv", headers={"Content-Disposition": disposition})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(IMPORT)
def plan(request: ActorRequest, run_id: int) -> HttpResponse:
    """/settings/import/<id>/ — the columns, the rules; a POST keeps them and does what its button says."""
    run = _import(request, run_id)
    if run.state != Run.State.WAITING:
        return go_to(request, "runs:run", run.pk)
    form = _plan_form(request, run)
    if request.method == "POST" and form.is_valid():
        try:
            return _carry_out(request, run, form)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    return _plan_page(request, run, form)


def _import(request: ActorRequest, run_id: int) -> Run:
    return get_object_or_404(Run.objects.visible_to(request.actor), pk=run_id, kind=KIND)


def _plan_form(request: ActorRequest, run: Run) -> PlanForm:
    kept = Plan.of(run)
    table = kept.open(run)
    suggestion = suggest(request.actor.workspace, table, kept.profile if "profile" in request.GET else "")
    data = request.POST if request.method == "POST" else None
    return PlanForm(data, actor=request.actor, plan=kept, table=table, suggestion=suggestion)


def _plan_page(request: ActorRequest, run: Run, form: PlanForm) -> HttpResponse:
    reads_by_hand = request.method == "POST" and request.POST.get("step", "read") == "read"
    dry = DryResult.of(request.actor, run)
    context = {"run": run, "form": form, "dry": dry, "reads_by_hand": reads_by_hand}
    return render(request, "transfer/import_plan.html", context, status=form.status)


def _carry_out(request: ActorRequest, run: Run, form: PlanForm) -> HttpResponse:
    """Keep the answers, then do what the button says."""
    chosen = replace(form.plan, **form.answers())
    if any(getattr(chosen, name) != getattr(form.plan, name) for name in READING):
        return _read_again(request, run, chosen)
    step = request.POST.get("step", "")
    if step == "keep":
        chosen = chosen.keeping_all()
    importing.plan_import(actor=request.actor, run_id=run.pk, plan=chosen)
    if step == "try":
        return go_to(request, "runs:run", importing.try_import(actor=request.actor, run_id=run.pk).pk)
    if step == "run":
        return go_to(request, "runs:run", importing.run_import(actor=request.actor, run_id=run.pk).pk)
    return go_to(request, "transfer:import_plan", run.pk)


def _read_again(request: ActorRequest, run: Run, chosen: Plan) -> HttpResponse:
    """The file read in another way has other columns: they are guessed anew. Raises TableRefused."""
    table = chosen.open(run)
    suggestion = suggest(request.actor.workspace, table)
    mapping = suggestion.mapping | {
        name: field for name, field in chosen.mapping.items() if name in suggestion.mapping
    }
    chosen = replace(chosen, mapping=mapping)
    importing.plan_import(actor=request.actor, run_id=run.pk, plan=chosen)
    form = PlanForm(actor=request.actor, plan=chosen, table=table, suggestion=suggestion)
    return _plan_page(request, run, form)


@require_POST
@requires(IMPORT)
def discard(request: ActorRequest, run_id: int) -> HttpResponse:
    """POST /settings/import/<id>/discard/ — throws away a file that was never imported."""
    importing.discard_import(actor=request.actor, run_id=run_id)
    flash(request, _("The file is thrown away. Nothing was imported."))
    return go_to(request, "transfer:import")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(IMPORT)
def decisions(request: ActorRequest, run_id: int) -> HttpResponse:
    """/settings/import/<id>/decisions/ — rows that wait for an answer; a POST answers one, or all."""
    run = _import(request, run_id)
    if request.method == "POST":
        return _decide(request, run)
    after = request.GET.get("after", "")
    asked = AskedRows(request.actor, run, int(after) if after.isdecimal() and len(after) < 10 else 0)
    return render(request, "transfer/import_decisions.html", {"run": run, "asked": asked})


def _decide(request: ActorRequest, run: Run) -> HttpResponse:
    answer, row = request.POST.get("answer", ""), request.POST.get("row", "")
    if not row.isdecimal():
        started = importing.answer_rows(actor=request.actor, run_id=run.pk, answer=answer)
        return go_to(request, "runs:run", started.pk)
    importing.answer_row(actor=request.actor, run_id=run.pk, row_id=int(row), answer=answer)
    left = run.rows.filter(outcome="asked").count()
    if not left:
        flash(request, _("Everything is decided."))
        return go_to(request, "runs:run", run.pk)
    flash(request, ngettext("One row is left.", "%(count)d rows are left.", left) % {"count": left})
    return go_to(request, "transfer:import_decisions", run.pk)


@require_safe
@requires(IMPORT)
def result(request: ActorRequest, run_id: int) -> StreamingHttpResponse:
    """/settings/import/<id>/result/ — the file's rows with what became of each; of an import or a dry run."""
    kinds: tuple[Any, ...] = (KIND, importing.DRY_KIND)
    run = get_object_or_404(Run.objects.visible_to(request.actor), pk=run_id, kind__in=kinds)
    header, rows = original_with_results(request.actor, run)
    response = StreamingHttpResponse(write_csv(header, rows), content_type="text/csv")
    name = slugify(f"{run.title} {_('result')}") or "result"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
