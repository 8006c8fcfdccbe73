"""Saved views: the menu on list pages and the page behind it."""

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.htmx import flash, go_to, is_htmx
from doorstep.identity.doors import ActorRequest, member_required
from doorstep.shell import actions
from doorstep.shell.models import SavedView
from doorstep.shell.saved_views import columns_of, may_change, views_for

#: List pages that have views, and where each is.
_PAGES = {"customers": "customers:list"}
#: Of the address only what is in the list belongs to a view, not where one is in it.
_NOT_KEPT = ("page", "view", "after", "before", "last", "name", "shared", "csrfmiddlewaretoken")


class ViewForm(forms.Form):
    """A view's name, and who sees it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    shared = forms.BooleanField(label=gettext_lazy("Share with everyone"), required=False)


def _page(params: QueryDict) -> str:
    page = params.get("page", "")
    if page not in _PAGES:
        raise Http404
    return page


def _kept_query(params: QueryDict) -> str:
    kept = QueryDict(params.get("query", params.urlencode()), mutable=True)
    for key in _NOT_KEPT:
        kept.pop(key, None)
    return kept.urlencode()


def _address(view: SavedView) -> str:
    query = QueryDict(view.query, mutable=True)
    query["view"] = str(view.pk)
    return f"{reverse(_PAGES[view.page])}?{query.urlencode()}"


@require_GET
@member_required
def views(request: ActorRequest) -> HttpResponse:
    """GET /views?page=customers&… — the member's own and shared views; what is shown now can be saved."""
    page = _page(request.GET)
    current = request.GET.get("view", "")
    entries = [
        {
            "view": view,
            "href": _address(view),
            "may_change": may_change(request.actor, view),
            "current": str(view.pk) == current,
        }
        for view in views_for(request.actor, page)
    ]
    template = "shell/_views.html" if is_htmx(request) else "shell/views.html"
    chosen = next((entry for entry in entries if entry["current"]), None)
    context = {"page": page, "entries": entries, "chosen": chosen, "query": _kept_query(request.GET)}
    return render(
        request,
        template,
        {**context, "back": f"{reverse(_PAGES[page])}?{context['query']}", "form": ViewForm()},
    )


@require_POST
@member_required
def save(request: ActorRequest) -> HttpResponse:
    """POST /views/save — keep what the list shows under a name."""
    page = _page(request.POST)
    columns = columns_of(request.actor, page)
    try:
        view = actions.save_view(
            actor=request.actor,
            page=page,
            name=request.POST.get("name", ""),
            query=_kept_query(request.POST),
            columns=columns,
            shared="shared" in request.POST,
        )
    except RuleBroken as broken:
        return _refused(request, broken)
    flash(request, _("The view “%(name)s” was saved.") % {"name": view.name})
    return go_to(request, _address(view))


@require_POST
@member_required
def change(request: ActorRequest, view_id: int) -> HttpResponse:
    """POST /views/<id> — rename or share it; with `update`, let it show what the list shows now."""
    shared = "shared" in request.POST
    try:
        if "update" in request.POST:
            columns = columns_of(request.actor, _page(request.POST))
            query = _kept_query(request.POST)
            view = actions.update_view(actor=request.actor, view_id=view_id, query=query, columns=columns)
        else:
            name = request.POST.get("name", "")
            view = actions.rename_view(actor=request.actor, view_id=view_id, name=name, shared=shared)
    except RuleBroken as broken:
        return _refused(request, broken)
    flash(request, _("The view “%(name)s” was changed.") % {"name": view.name})
    return go_to(request, _address(view))


@require_POST
@member_required
def delete(request: ActorRequest, view_id: int) -> HttpResponse:
    """POST /views/<id>/delete."""
    page = _page(request.POST)
    name = actions.delete_view(actor=request.actor, view_id=view_id)
    flash(request, _("The view “%(name)s” was deleted.") % {"name": name})
    return go_to(request, _PAGES[page])


def _refused(request: ActorRequest, broken: RuleBroken) -> HttpResponse:
    flash(request, broken.message, level=40)
    return go_to(request, _PAGES[_page(request.POST)])
