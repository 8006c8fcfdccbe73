"""Tasks: adding, editing, finishing, reopening, deleting, each on its own page."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.clients.models import Client
from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.webkit.dialogs import done, show_dialog
from doorstep.core.webkit.panels import posted
from doorstep.identity.doors import ActorRequest, requires
from doorstep.notes.actions import to_dos as actions
from doorstep.notes.models import Task
from doorstep.notes.permissions import WRITE_NOTES
from doorstep.notes.web.forms import TaskForm
from doorstep.notes.web.pages import back_to, show_duty


@require_GET
@requires(VIEW_CUSTOMERS)
def page(request: ActorRequest, task_id: int) -> HttpResponse:
    """GET /tasks/<id>: one task, where notifications lead."""
    rows = Task.objects.visible_to(request.actor).select_related("client", "assignee__user")
    return show_duty(request, rows.get(pk=task_id))


@require_http_methods(["GET", "POST"])
@requires(WRITE_NOTES)
def create(request: ActorRequest, client_id: int | None = None) -> HttpResponse:
    """GET, POST /tasks/new, /customers/<id>/tasks/new: add a task, for a customer or for none."""
    if client_id is not None:
        Client.objects.visible_to(request.actor).only("pk").get(pk=client_id)
    form = TaskForm(posted(request), actor=request.actor)
    if form.is_valid():
        with form.showing_broken_rules():
            actions.add_task(actor=request.actor, client_id=client_id, fields=form.given())  # type: ignore[arg-type]
            return done(request, back_to(client_id), _("Task added."))
    return _form(request, client_id, form, _("New task"))


@require_http_methods(["GET", "POST"])
@requires(WRITE_NOTES)
def edit(request: ActorRequest, task_id: int) -> HttpResponse:
    """GET, POST /tasks/<id>/edit: change it; a rival's change is shown, not overwritten."""
    task = Task.objects.visible_to(request.actor).select_related("assignee__user").get(pk=task_id)
    form = TaskForm(posted(request), actor=request.actor, row=task)
    if form.is_valid():
        with form.showing_broken_rules(), form.showing_clash():
            actions.update_task(
                actor=request.actor,
                task_id=task_id,
                version=form.cleaned_data["version"] or 0,
                fields=form.given(),  # type: ignore[arg-type]
                seen=form.seen(),
            )
            return done(request, back_to(task.client_id), _("Task saved."))
    return _form(request, task.client_id, form, _("Edit task"))


@require_POST
@requires(WRITE_NOTES)
def finish(request: ActorRequest, task_id: int) -> HttpResponse:
    """POST /tasks/<id>/done: with a way back in the toast."""
    task = actions.finish_task(actor=request.actor, task_id=task_id)
    undo = reverse("notes:task-reopen", args=[task_id])
    return done(request, back_to(task.client_id), _("Done: %(what)s") % {"what": task.title}, undo_url=undo)


@require_POST
@requires(WRITE_NOTES)
def reopen(request: ActorRequest, task_id: int) -> HttpResponse:
    """POST /tasks/<id>/reopen: to do again."""
    task = actions.reopen_task(actor=request.actor, task_id=task_id)
    return done(request, back_to(task.client_id), _("To do again: %(what)s") % {"what": task.title})


@require_POST
@requires(WRITE_NOTES)
def delete(request: ActorRequest, task_id: int) -> HttpResponse:
    """POST /tasks/<id>/delete: with a way back in the toast."""
    task = Task.objects.visible_to(request.actor).get(pk=task_id)
    actions.delete_task(actor=request.actor, task_id=task_id)
    undo = reverse("notes:task-restore", args=[task_id])
    return done(request, back_to(task.client_id), _("Task deleted."), undo_url=undo)


@require_POST
@requires(WRITE_NOTES)
def restore(request: ActorRequest, task_id: int) -> HttpResponse:
    """POST /tasks/<id>/restore: bring it back."""
    task = actions.restore_task(actor=request.actor, task_id=task_id)
    return done(request, back_to(task.client_id), _("The task is back."))


def _form(request: ActorRequest, client_id: int | None, form: TaskForm, title: str) -> HttpResponse:
    return show_dialog(request, form, title=title, back=back_to(client_id), backlabel=_("Tasks"))
