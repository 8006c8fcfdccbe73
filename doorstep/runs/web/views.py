"""The pages of long work: what there was lately, one run's progress and result, stopping and undoing it."""

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.forms import ActionForm, TypedWordField
from doorstep.core.webkit.htmx import flash, go_to, is_htmx, toast
from doorstep.identity.doors import ActorRequest, member_required
from doorstep.runs import actions, files, queries
from doorstep.runs.models import Run
from doorstep.runs.web.result_file import result_csv
from doorstep.runs.web.showing import ShownRun

WORD = "UNDO"


class UndoForm(ActionForm):
    """Taking back a big run asks for a word."""

    confirm = TypedWordField(word=WORD)


def _run(request: ActorRequest, run_id: int) -> Run:
    runs = Run.objects.visible_to(request.actor).select_related("created_by__user", "undo_of")
    return get_object_or_404(runs, pk=run_id)


def _number(request: ActorRequest, name: str) -> int:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0


def _shown(request: ActorRequest, run_id: int) -> ShownRun:
    outcome, after = request.GET.get("outcome", ""), _number(request, "after")
    return ShownRun(_run(request, run_id), request.actor, outcome=outcome, after=after)


@require_GET
@never_cache
@member_required
def run_list(request: ActorRequest) -> HttpResponse:
    """/runs/ — the latest long work of the workspace; `before`: older than that run."""
    runs = queries.latest_runs(request.actor, before=_number(request, "before") or None)
    shown = [ShownRun(run, request.actor) for run in runs]
    older = runs[-1].pk if len(runs) == 50 else None
    return render(request, "runs/run_list.html", {"runs": shown, "older": older})


@require_GET
@never_cache
@member_required
def run_page(request: ActorRequest, run_id: int) -> HttpResponse:
    """/runs/<id>/ — progress while it works, then the result; `outcome`, `after`: which rows are listed."""
    return render(request, "runs/run.html", {"shown": _shown(request, run_id)})


@require_GET
@never_cache
@member_required
def progress(request: ActorRequest, run_id: int) -> HttpResponse:
    """/runs/<id>/progress/ — the changing part of the page, fetched every second until the run is over."""
    return render(request, "runs/_run.html", {"shown": _shown(request, run_id)})


@require_POST
@member_required
def cancel(request: ActorRequest, run_id: int) -> HttpResponse:
    """POST /runs/<id>/cancel/ — stops after the chunk at hand; answers with the run's page."""
    try:
        actions.cancel_run(actor=request.actor, run_id=run_id)
    except RuleBroken as broken:
        flash(request, broken)
    return go_to(request, "runs:run", run_id)


@never_cache
@member_required
def undo(request: ActorRequest, run_id: int) -> HttpResponse:
    """/runs/<id>/undo/ — GET asks, for a big run with a typed word; POST takes the run back."""
    shown = _shown(request, run_id)
    form = UndoForm(request.POST) if request.method == "POST" else UndoForm()
    if request.method == "POST" and (not shown.is_big or form.is_valid()):
        return _undo(request, shown.run)
    context = {"shown": shown, "form": form, "word": WORD}
    template = "runs/_undo.html" if is_htmx(request) else "runs/undo.html"
    return render(request, template, context, status=form.status)


def _undo(request: ActorRequest, run: Run) -> HttpResponse:
    """Take it back: a small run at once, with a toast where the Undo of a toast asked."""
    try:
        done = actions.undo_run(actor=request.actor, run_id=run.pk)
    except RuleBroken as broken:
        return _say(request, str(broken), "warning", run)
    if done.state != Run.State.DONE or "kept" in done.counts:
        return go_to(request, "runs:run", done.pk)
    count = done.counts.get("undone", 0)
    words = ngettext("%(count)d change taken back.", "%(count)d changes taken back.", count)
    return _say(request, words % {"count": count}, "success", done)


def _say(request: ActorRequest, words: str, level: str, run: Run) -> HttpResponse:
    from_page = "from-page" in request.POST
    if is_htmx(request) and not from_page:
        return toast(HttpResponse(), words, level=level)
    flash(request, words)
    return go_to(request, "runs:run", run.pk)


@require_GET
@member_required
def rows(request: ActorRequest, run_id: int) -> StreamingHttpResponse:
    """/runs/<id>/rows/ — what became of each row, as CSV; `outcome`: only those."""
    run = _run(request, run_id)
    outcome = request.GET.get("outcome", "")
    response = StreamingHttpResponse(result_csv(run, request.actor, outcome), content_type="text/csv")
    name = slugify(f"{run.title} {outcome} {_('result')}") or "result"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@require_GET
@member_required
def file(request: ActorRequest, run_id: int) -> FileResponse:
    """/runs/<id>/file/?token= — the file that an export made; 403 when the link has expired."""
    run = _run(request, run_id)
    files.check_link(request.actor, run, request.GET.get("token", ""))
    return FileResponse(run.file.open("rb"), as_attachment=True, filename=run.file_name)
