"""Settings of the workspace, the sandbox, the switch between workspaces, and one's own account."""

from collections.abc import Iterator
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from doorstep.core.webkit.htmx import flash, go_to
from doorstep.identity import actions
from doorstep.identity.actor import Actor
from doorstep.identity.doors import ActorRequest, member_required, requires
from doorstep.identity.models import Workspace
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.identity.web.forms import PersonForm, SandboxForm, WorkspaceForm
from doorstep.identity.web.middleware import WORKSPACE_KEY
from doorstep.identity.web.pages import form_page, posted


@require_safe
@member_required
def settings_home(request: ActorRequest) -> HttpResponse:
    """/settings/ — the sections that the member may open."""
    groups = [
        (str(group), list(pages)) for group, pages in groupby(_pages(request.actor), lambda p: p["group"])
    ]
    return render(request, "identity/settings.html", {"groups": groups})


def _pages(actor: Actor) -> Iterator[dict[str, object]]:
    for page in import_string(settings.SETTINGS_PAGES):
        if page.capability is None or actor.can(page.capability):
            yield {
                "group": page.group,
                "label": page.label,
                "help": page.help,
                "icon": page.icon,
                "url": reverse(page.url_name),
            }


@requires(MANAGE_SETTINGS)
def workspace(request: ActorRequest) -> HttpResponse:
    """/settings/workspace/ — name, country, currency, language, time zone."""
    current = request.actor.workspace
    initial = {key: getattr(current, key) for key in WorkspaceForm.base_fields}
    form = WorkspaceForm(posted(request), initial=initial)
    if form.is_valid():
        with form.showing_broken_rules():
            actions.update_workspace(actor=request.actor, **form.cleaned_data)
            flash(request, _("Saved."))
            return go_to(request, "identity:workspace")
    return form_page(request, "workspace", form)


@requires(MANAGE_SETTINGS)
def sandbox(request: ActorRequest) -> HttpResponse:
    """/settings/sandbox/ — one's sandboxes, and making one."""
    name = _("%(workspace)s sandbox") % {"workspace": request.actor.workspace.name}
    form = SandboxForm(posted(request), initial={"name": name})
    if form.is_valid():
        with form.showing_broken_rules():
            member = actions.create_sandbox(actor=request.actor, **form.cleaned_data)
            request.session[WORKSPACE_KEY] = member.workspace_id
            flash(request, _("This is your new sandbox."))
            return go_to(request, "/")
    sandboxes = [one.workspace for one in request.memberships if one.workspace.kind == Workspace.Kind.SANDBOX]
    return form_page(request, "sandbox", form, sandboxes=sandboxes)


@require_POST
@member_required
def switch_workspace(request: ActorRequest) -> HttpResponse:
    """POST /workspaces/switch `workspace=<id>` — work in another workspace that one is a member of."""
    wanted = request.POST.get("workspace", "")
    for membership in request.memberships:
        if str(membership.workspace_id) == wanted:
            request.session[WORKSPACE_KEY] = membership.workspace_id
            return go_to(request, "/")
    raise Http404


@member_required
def account(request: ActorRequest) -> HttpResponse:
    """/account/ — one's own name, and the way to password, e-mail, two-step sign-in, sessions and tokens."""
    form = PersonForm(posted(request), initial={"name": getattr(request.user, "name", "")})
    if form.is_valid():
        with form.showing_broken_rules():
            actions.rename_person(actor=request.actor, **form.cleaned_data)
            flash(request, _("Saved."))
            return go_to(request, "identity:account")
    return form_page(request, "account", form, memberships=request.memberships)
