"""The ways in: the first visit's set-up, and the link of an invitation."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doorstep.identity import actions, wall
from doorstep.identity.models import Invitation, User, Workspace
from doorstep.identity.people import find_person
from doorstep.identity.tokens import find_invitation
from doorstep.identity.web.forms import JoinForm, SetupForm
from doorstep.identity.web.middleware import WORKSPACE_KEY
from doorstep.identity.web.pages import form_page, posted, sign_in


@never_cache
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """/setup/ — make the owner and the first workspace; gone once there is one."""
    if Workspace.objects.exists():
        raise Http404
    form = SetupForm(posted(request), initial={"time_zone": "America/New_York"})
    if form.is_valid():
        with form.showing_broken_rules():
            return sign_in(request, actions.first_setup(actor=None, **form.cleaned_data))
    return form_page(request, "setup", form)


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """/invitations/<secret>/ — join the workspace that invited."""
    with wall.lifted():
        found = find_invitation(secret)
    if found is None or not found.is_open:
        return render(request, "identity/invitation_gone.html", status=HTTPStatus.GONE)
    person = request.user if isinstance(request.user, User) else None
    stage = _stage(found, person)
    form = JoinForm(posted(request) if stage == "new" else None)
    if request.method == "POST" and stage in {"join", "new"} and (stage == "join" or form.is_valid()):
        with form.showing_broken_rules():
            typed = form.cleaned_data if stage == "new" else {}
            member = actions.accept_invitation(actor=person, secret=secret, **typed)
            if person is None:
                return sign_in(request, member)
            request.session[WORKSPACE_KEY] = member.workspace_id
            return redirect("/")
    return form_page(request, "invitation", form, invitation=found, stage=stage)


def _stage(found: Invitation, person: User | None) -> str:
    """What the page offers: "join" at once, "new" person, "sign_in" first, or it is for "other" people."""
    if person is None:
        return "sign_in" if find_person(found.email) else "new"
    return "join" if person.email.lower() == found.email.lower() else "other"
