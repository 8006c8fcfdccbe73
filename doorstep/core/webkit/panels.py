"""Parts of a record page that load by themselves.

A panel's address answers htmx with the fragment and everybody else with a whole page, so both work without
JavaScript.
"""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from doorstep.core.webkit.htmx import is_htmx

PANEL_SIZE = 20


def show_panel(request: HttpRequest, app: str, name: str, context: dict[str, Any]) -> HttpResponse:
    """`<app>/_<name>.html` for htmx, else `<app>/<name>.html`, which includes it."""
    template = f"{app}/_{name}.html" if is_htmx(request) else f"{app}/{name}.html"
    return render(request, template, context)


def page_of(rows: QuerySet[Any], number: str | None) -> Page[Any]:
    """One page of 20 rows; the nearest one when there is no such page. Two statements."""
    return Paginator(rows, PANEL_SIZE).get_page(number)


def posted(request: HttpRequest) -> QueryDict | None:
    """The form data of a POST, also when it is empty; None when the form is only being shown."""
    return request.POST if request.method == "POST" else None
