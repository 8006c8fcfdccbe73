"""Merging two records, and looking at what a merge did."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.clients.models import Client
from doorstep.clients.search import find_clients
from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.htmx import flash, go_to
from doorstep.duplicates import actions, queries
from doorstep.duplicates.models import Merge
from doorstep.duplicates.permissions import MERGE
from doorstep.duplicates.web.showing import MergeForm, shown_merge
from doorstep.identity.actor import Actor
from doorstep.identity.doors import ActorRequest, requires

_LATEST = 50


@require_GET
@requires(MERGE)
def choose(request: ActorRequest, customer_id: int) -> HttpResponse:
    """GET /customers/<id>/merge?q=…: whom to merge with: suggested ones, and a search."""
    actor, typed = request.actor, str(request.GET.get("q", ""))[:200]
    client = Client.objects.visible_to(actor).get(pk=customer_id)
    found = [pk for pk in find_clients(actor=actor, typed=typed) if pk != customer_id]
    clients = Client.objects.visible_to(actor).select_related("card").in_bulk(found)
    context = {
        "client": client,
        "q": typed,
        "found": [clients[pk] for pk in found if pk in clients],
        "suggested": _suggested(actor, customer_id),
    }
    return render(request, "duplicates/choose.html", context)


def _suggested(actor: Actor, client_id: int) -> list[tuple[Client, str]]:
    pairs = queries.with_words(queries.pairs_of(actor, client_id))
    return [(pair.high if pair.low_id == client_id else pair.low, words) for pair, words in pairs]


@require_http_methods(["GET", "POST"])
@requires(MERGE)
def merge(request: ActorRequest, customer_id: int, other_id: int) -> HttpResponse:
    """GET, POST /customers/<id>/merge/<other>: both side by side, the result between them; then merge."""
    form = MergeForm(request.actor, customer_id, other_id, request.POST or None)
    if request.method == "POST":
        try:
            merged = actions.merge_customers(actor=request.actor, **form.wanted())
            return _merged(request, merged)
        except RuleBroken as broken:
            form.problem = str(broken)
    status = 422 if form.problem else 200
    return render(request, "duplicates/merge.html", {"form": form}, status=status)


def _merged(request: ActorRequest, merged: Merge) -> HttpResponse:
    said = _("“%(name)s” was merged into this customer.") % {"name": merged.other_name}
    flash(request, said, undo_url=reverse("duplicates:undo", args=[merged.pk]))
    return go_to(request, "customers:record", merged.survivor_id)


@require_GET
@requires(MERGE)
def index(request: ActorRequest) -> HttpResponse:
    """GET /duplicates/merges: the latest merges."""
    merges = Merge.objects.visible_to(request.actor).select_related("merged_by__user").order_by("-pk")
    return render(request, "duplicates/merges.html", {"merges": merges[:_LATEST]})


@require_GET
@requires(MERGE)
def page(request: ActorRequest, merge_id: int) -> HttpResponse:
    """GET /duplicates/merges/<id>: what it moved, and what an undo would not bring back."""
    return _page(request, merge_id)


def _page(request: ActorRequest, merge_id: int, *, status: int = 200) -> HttpResponse:
    merged = Merge.objects.visible_to(request.actor).select_related("merged_by__user").get(pk=merge_id)
    notes: list[str] = []
    refusal = ""
    if merged.undone_at is None:
        try:
            notes = actions.foresee_undo(actor=request.actor, merge_id=merge_id)
        except RuleBroken as broken:
            refusal = str(broken)
    context = {"merge": merged, "moved": shown_merge(merged), "notes": notes, "refusal": refusal}
    return render(request, "duplicates/merge_page.html", context, status=status)


@require_POST
@requires(MERGE)
def undo(request: ActorRequest, merge_id: int) -> HttpResponse:
    """POST /duplicates/merges/<id>/undo: at once when nothing was changed since; else its page asks first."""
    if not request.POST.get("anyway") and actions.foresee_undo(actor=request.actor, merge_id=merge_id):
        return go_to(request, "duplicates:merge-page", merge_id)
    merged, _notes = actions.undo_merge(actor=request.actor, merge_id=merge_id)
    flash(request, _("“%(name)s” is a customer of its own again.") % {"name": merged.other_name})
    return go_to(request, "customers:record", merged.survivor_id)
