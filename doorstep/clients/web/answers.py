"""How the panels of places and contacts answer: in place for htmx, as a page of their own without it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from doorstep.clients.models import Client
from doorstep.core.errors import RuleBroken, StaleVersion
from doorstep.core.webkit.htmx import close_dialog, flash, is_htmx, toast, trigger
from doorstep.identity.doors import ActorRequest


@dataclass(slots=True)
class Outcome:
    """Why an action refused, in words; "" when it did not."""

    refused: str = ""


@contextmanager
def saving(form: Any) -> Iterator[Outcome]:
    """Turn what an action refuses into errors of `form`, or, without one, into the outcome's words."""
    outcome = Outcome()
    try:
        yield outcome
    except RuleBroken as broken:
        outcome.refused = str(broken)
        if form is None:
            return
        if isinstance(broken, StaleVersion) and form.errors:
            form.add_error(None, outcome.refused)
            return
        form.add_error(broken.field if broken.field in form.fields else None, outcome.refused)


def panel_answer(
    request: ActorRequest,
    client: Client,
    template: str,
    title: str,
    context: dict[str, Any],
    *,
    said: str = "",
    refused: bool = False,
) -> HttpResponse:
    """The panel itself, with a toast and the dialog closed after a change; a whole page without htmx."""
    if said:
        return _after_change(request, client, said, refused=refused)
    if is_htmx(request):
        return render(request, template, context)
    page = {**context, "client": client, "title": title, "panel": template}
    return render(request, "clients/panel.html", page)


def _after_change(request: ActorRequest, client: Client, said: str, *, refused: bool) -> HttpResponse:
    if is_htmx(request):
        answer = close_dialog(toast(HttpResponse(), said, level="error" if refused else "success"))
        return answer if refused else trigger(answer, "refresh")
    flash(request, said, level=messages.ERROR if refused else messages.SUCCESS)
    return HttpResponse(status=303, headers={"Location": reverse("customers:record", args=[client.pk])})


def show_form(
    request: ActorRequest, client: Client, form: Any, template: str, title: str, **more: Any
) -> HttpResponse:
    """The form in the sheet, or on a page of its own without htmx."""
    context = {"client": client, "form": form, "title": title, "template": template, **more}
    status = 422 if request.method == "POST" else 200
    page = "clients/sheet_form.html" if is_htmx(request) else "clients/form_page.html"
    return render(request, page, context, status=status)
