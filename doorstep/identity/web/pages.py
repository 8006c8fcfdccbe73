"""What the identity pages share: reading a form, answering as a dialog or as a page, signing somebody in."""

from typing import Any

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from doorstep.core.webkit.forms import ActionForm
from doorstep.core.webkit.htmx import is_htmx
from doorstep.identity.models import Membership
from doorstep.identity.web.middleware import WORKSPACE_KEY


def posted(request: HttpRequest) -> QueryDict | None:
    """The form data of a POST, also when it is empty; None when the form is only being shown."""
    return request.POST if request.method == "POST" else None


def form_page(request: HttpRequest, name: str, form: ActionForm, **context: Any) -> HttpResponse:
    """Show `identity/<name>.html` with the form; status 422 once it has errors."""
    return render(request, f"identity/{name}.html", {"form": form, **context}, status=form.status)


def form_dialog(request: HttpRequest, name: str, form: ActionForm, **context: Any) -> HttpResponse:
    """Show the form as a dialog when htmx asks (`_<name>_form.html`), else as a page (`<name>.html`)."""
    template = f"identity/_{name}_form.html" if is_htmx(request) else f"identity/{name}.html"
    return render(request, template, {"form": form, **context}, status=form.status)


def sign_in(request: HttpRequest, member: Membership) -> HttpResponse:
    """Sign a person in who just proved who they are, in the workspace of `member`; goes to the first page."""
    answer: HttpResponse = perform_login(request, member.user, redirect_url="/")
    request.session[WORKSPACE_KEY] = member.workspace_id
    return answer
