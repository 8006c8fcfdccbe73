"""The page of suggested pairs, and what is decided about them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from doorstep.core.webkit.htmx import flash, go_to
from doorstep.duplicates import actions, queries
from doorstep.duplicates.kinds import SCAN
from doorstep.duplicates.permissions import MERGE
from doorstep.identity.doors import ActorRequest, requires
from doorstep.runs.models import Run

_SIZE = 25
_LABELS = {
    "confident": gettext_lazy("Surely the same"),
    "likely": gettext_lazy("Probably the same"),
    "household": gettext_lazy("Same household"),
    "dismissed": gettext_lazy("Not duplicates"),
}


@require_GET
@requires(MERGE)
def index(request: ActorRequest) -> HttpResponse:
    """GET /duplicates?show=<tab>: the pairs, 25 a page, the most alike first."""
    actor, shown = request.actor, str(request.GET.get("show", ""))
    shown = shown if shown in _LABELS else "confident"
    counts = queries.pair_counts(actor)
    pages = Paginator(queries.pairs_shown(actor, shown), _SIZE)
    pages.count = counts[shown]
    page = pages.get_page(request.GET.get("page"))
    scans = Run.objects.visible_to(actor).filter(kind=SCAN).order_by("-pk")
    context = {
        "shown": shown,
        "tabs": [(key, label, counts[key]) for key, label in _LABELS.items()],
        "page": page,
        "pairs": queries.with_words(page.object_list),
        "sure": counts["confident"],
        "last": scans.first(),
    }
    return render(request, "duplicates/list.html", context)


@require_POST
@requires(MERGE)
def scan(request: ActorRequest) -> HttpResponse:
    """POST /duplicates/scan: look for duplicates now; goes on to the progress."""
    return go_to(request, "runs:run", actions.scan(actor=request.actor).pk)


@require_POST
@requires(MERGE)
def merge_all(request: ActorRequest) -> HttpResponse:
    """POST /duplicates/merge: merge all pairs that are surely the same; goes on to the progress."""
    return go_to(request, "runs:run", actions.merge_confident(actor=request.actor).pk)


@require_POST
@requires(MERGE)
def dismiss(request: ActorRequest, pair_id: int) -> HttpResponse:
    """POST /duplicates/<id>/dismiss: they are two customers."""
    actions.dismiss_pair(actor=request.actor, pair_id=pair_id)
    undo = reverse("duplicates:reopen", args=[pair_id])
    flash(request, _("They are not suggested again."), undo_url=undo)
    return _back(request)


@require_POST
@requires(MERGE)
def reopen(request: ActorRequest, pair_id: int) -> HttpResponse:
    """POST /duplicates/<id>/reopen: they may be the same after all."""
    actions.reopen_pair(actor=request.actor, pair_id=pair_id)
    flash(request, _("They are suggested again."))
    return _back(request)


def _back(request: ActorRequest) -> HttpResponse:
    shown = str(request.POST.get("show", ""))
    query = f"?show={shown}" if shown in _LABELS else ""
    return go_to(request, reverse("duplicates:list") + query)
