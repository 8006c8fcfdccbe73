"""The customers page: the list, its exact count, its filter panel and its columns."""

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods

from doorstep.clients.cards import roll_figures
from doorstep.core.numbers import written
from doorstep.core.webkit.htmx import is_htmx
from doorstep.core.webkit.lists import private_fragment
from doorstep.customers.columns import DEFAULT_COLUMNS, columns_for
from doorstep.customers.filters import CustomerFilter
from doorstep.customers.listing import counted
from doorstep.customers.permissions import VIEW_CUSTOMERS
from doorstep.customers.web.filter_panel import panel_context
from doorstep.customers.web.list_page import list_context, page_context
from doorstep.customers.web.list_state import PAGE, ListState, cleaned
from doorstep.identity.doors import ActorRequest, requires
from doorstep.shell.actions import choose_columns


@require_GET
@requires(VIEW_CUSTOMERS)
def customer_list(request: ActorRequest) -> HttpResponseBase:
    """GET /customers — the page; to htmx the rows alone, for searching as one types."""
    roll_figures(workspace=request.actor.workspace)
    state = ListState(cleaned(request.GET), request.actor)
    if is_htmx(request) and request.headers.get("HX-Target") == "results":
        fragment = render(request, "customers/_results.html", list_context(state))
        return private_fragment(request, fragment)
    context = {**list_context(state), **page_context(state)}
    page = render(request, "customers/customer_list.html", context)
    patch_vary_headers(page, ["HX-Request"])
    page.headers["Cache-Control"] = "private, no-cache"
    return page


@require_GET
@requires(VIEW_CUSTOMERS)
def count(request: ActorRequest) -> HttpResponse:
    """GET /customers/count — the exact number that the filter of the query string finds."""
    number = counted(CustomerFilter(request.GET, request.actor), up_to=None)
    return render(
        request,
        "customers/_count.html",
        {"number": number, "written": written(number, request.actor.workspace.locale)},
    )


@require_GET
@requires(VIEW_CUSTOMERS)
def filter_panel(request: ActorRequest) -> HttpResponse:
    """GET /customers/filter — all filters as one form, for the sheet or as a page."""
    template = "customers/_filter.html" if is_htmx(request) else "customers/filter.html"
    return render(request, template, panel_context(cleaned(request.GET), request.actor))


@require_http_methods(["GET", "POST"])
@requires(VIEW_CUSTOMERS)
def columns(request: ActorRequest) -> HttpResponse:
    """GET, POST /customers/columns — which columns the member sees, and their order."""
    if request.method == "POST":
        return _choose(request)
    state = ListState(cleaned(request.GET), request.actor)
    known = columns_for(request.actor, sees_money=state.sees_money)
    shown = [column for column in state.columns if column.key in known]
    others = [column for column in known.values() if column not in shown]
    template = "customers/_columns.html" if is_htmx(request) else "customers/columns.html"
    return render(request, template, {"shown": shown, "others": others, "query": request.GET.urlencode()})


def _choose(request: ActorRequest) -> HttpResponse:
    keys = list(DEFAULT_COLUMNS) if "reset" in request.POST else request.POST.getlist("column")
    choose_columns(actor=request.actor, page=PAGE, columns=[] if keys == list(DEFAULT_COLUMNS) else keys)
    kept = QueryDict(request.POST.get("query", ""), mutable=True)
    kept.pop("view", None)
    address = f"{reverse('customers:list')}?{kept.urlencode()}"
    if is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponse(status=303, headers={"Location": address})
