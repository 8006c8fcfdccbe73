"""Planned activities: planning, editing, finishing, reopening, calling off."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.clients.models import Client
from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.webkit.dialogs import done, show_dialog
from doorstep.core.webkit.panels import posted
from doorstep.identity.doors import ActorRequest, requires
from doorstep.notes.actions import planned as actions
from doorstep.notes.models import ScheduledActivity
from doorstep.notes.permissions import WRITE_NOTES
from doorstep.notes.web.forms import ActivityForm, FinishForm
from doorstep.notes.web.pages import back_to, show_duty


@require_GET
@requires(VIEW_CUSTOMERS)
def page(request: ActorRequest, activity_id: int) -> HttpResponse:
    """GET /activities/<id>: one planned activity, where notifications lead."""
    rows = ScheduledActivity.objects.visible_to(request.actor).select_related("client", "assignee__user")
    return show_duty(request, rows.get(pk=activity_id))


@require_http_methods(["GET", "POST"])
@requires(WRITE_NOTES)
def create(request: ActorRequest, client_id: int) -> HttpResponse:
    """GET, POST /customers/<id>/activities/new: plan a call, a visit or something else."""
    Client.objects.visible_to(request.actor).only("pk").get(pk=client_id)
    form = ActivityForm(posted(request), actor=request.actor)
    if form.is_valid():
        with form.showing_broken_rules():
            actions.plan_activity(actor=request.actor, client_id=client_id, fields=form.given())  # type: ignore[arg-type]
            return done(request, back_to(client_id), _("Planned."))
    return _form(request, client_id, form, _("Plan a call or visit"))


@require_http_methods(["GET", "POST"])
@requires(WRITE_NOTES)
def edit(request: ActorRequest, activity_id: int) -> HttpResponse:
    """GET, POST /activities/<id>/edit: change it; a rival's change is shown, not overwritten."""
    row = _row(request, activity_id)
    form = ActivityForm(posted(request), actor=request.actor, row=row)
    if form.is_valid():
        with form.showing_broken_rules(), form.showing_clash():
            actions.update_activity(
                actor=request.actor,
                activity_id=activity_id,
                version=form.cleaned_data["version"] or 0,
                fields=form.given(),  # type: ignore[arg-type]
                seen=form.seen(),
            )
            return done(request, back_to(row.client_id), _("Saved."))
    return _form(request, row.client_id, form, _("Edit the plan"))


@require_http_methods(["GET", "POST"])
@requires(WRITE_NOTES)
def finish(request: ActorRequest, activity_id: int) -> HttpResponse:
    """GET, POST /activities/<id>/done: it took place; what was said is logged."""
    row = _row(request, activity_id)
    form = FinishForm(posted(request))
    if form.is_valid():
        with form.showing_broken_rules():
            actions.finish_activity(actor=request.actor, activity_id=activity_id, **form.cleaned_data)
            return done(request, back_to(row.client_id), _("Done: %(what)s") % {"what": row.title})
    return _form(request, row.client_id, form, row.title, submit=_("Done"))


@require_POST
@requires(WRITE_NOTES)
def reopen(request: ActorRequest, activity_id: int) -> HttpResponse:
    """POST /activities/<id>/reopen: planned again."""
    row = actions.reopen_activity(actor=request.actor, activity_id=activity_id)
    return done(request, back_to(row.client_id), _("Planned again: %(what)s") % {"what": row.title})


@require_POST
@requires(WRITE_NOTES)
def delete(request: ActorRequest, activity_id: int) -> HttpResponse:
    """POST /activities/<id>/delete: called off, with a way back in the toast."""
    row = _row(request, activity_id)
    actions.delete_activity(actor=request.actor, activity_id=activity_id)
    undo = reverse("notes:activity-restore", args=[activity_id])
    return done(request, back_to(row.client_id), _("No longer planned."), undo_url=undo)


@require_POST
@requires(WRITE_NOTES)
def restore(request: ActorRequest, activity_id: int) -> HttpResponse:
    """POST /activities/<id>/restore: bring it back."""
    row = actions.restore_activity(actor=request.actor, activity_id=activity_id)
    return done(request, back_to(row.client_id), _("It is planned again."))


def _row(request: ActorRequest, activity_id: int) -> ScheduledActivity:
    rows = ScheduledActivity.objects.visible_to(request.actor).select_related("assignee__user")
    return rows.get(pk=activity_id)


def _form(
    request: ActorRequest, client_id: int, form: ActivityForm | FinishForm, title: str, submit: str = ""
) -> HttpResponse:
    return show_dialog(
        request, form, title=title, submit=submit, back=back_to(client_id), backlabel=_("Tasks and calls")
    )
