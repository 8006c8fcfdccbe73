"""Small forms that open in the modal dialog, and as a page of their own where there is no JavaScript."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.htmx import close_dialog, flash, is_htmx, toast, trigger


def show_dialog(
    request: HttpRequest,
    form: Any,
    *,
    title: str,
    back: str,
    backlabel: str,
    hint: str = "",
    submit: str = "",
    danger: bool = False,
) -> HttpResponse:
    """The form. `back`: where Cancel leads on a page; 422 when it was posted.

    `submit`: the word on the button ("Save"); `danger`: it takes something away.
    """
    context = {"form": form, "title": title, "hint": hint, "back": back, "backlabel": backlabel}
    context |= {"submit": submit or _("Save"), "danger": danger}
    template = "forms/_dialog.html" if is_htmx(request) else "forms/dialog.html"
    return render(request, template, context, status=422 if request.method == "POST" else 200)


def done(request: HttpRequest, back: str, said: object, *, undo_url: str = "") -> HttpResponse:
    """After a change: close the dialog and show the page as it is now, with a toast."""
    if is_htmx(request):
        return close_dialog(trigger(toast(HttpResponse(), said, undo_url=undo_url), "refresh"))
    flash(request, said, undo_url=undo_url)
    return HttpResponse(status=303, headers={"Location": back})


def refused(request: HttpRequest, back: str, broken: RuleBroken) -> HttpResponse:
    """After a press that a rule refused: say why, and change nothing."""
    if is_htmx(request):
        return close_dialog(toast(HttpResponse(), broken.message, level="error"))
    flash(request, broken.message, level=messages.ERROR)
    return HttpResponse(status=303, headers={"Location": back})
