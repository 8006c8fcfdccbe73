"""Tasks in lists: the panel on a customer's page, everybody's own page, and one alone."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from doorstep.clients.models import Client
from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.webkit.panels import page_of, show_panel
from doorstep.identity.doors import ActorRequest, requires
from doorstep.notes import queries
from doorstep.notes.models import Duty
from doorstep.notes.permissions import WRITE_NOTES
from doorstep.notes.web.showing import show, shown

_SIZE = 50
_LABELS = {
    "open": _("Open"),
    "overdue": _("Overdue"),
    "today": _("Today"),
    "upcoming": _("Upcoming"),
    "done": _("Done"),
}


@require_GET
@requires(VIEW_CUSTOMERS)
def panel(request: ActorRequest, client_id: int) -> HttpResponse:
    """GET /customers/<id>/tasks/panel: what is to be done, what is planned, and what was logged."""
    actor = request.actor
    client = Client.objects.visible_to(actor).get(pk=client_id)
    duties = [*queries.open_tasks_of(actor, client_id), *queries.open_activities_of(actor, client_id)]
    context = {
        "client": client,
        "duties": shown(actor, duties),
        "page": page_of(queries.interactions_of(actor, client_id), request.GET.get("page")),
        "may_write": actor.can(WRITE_NOTES),
        "in_panel": True,
    }
    return show_panel(request, "notes", "tasks_panel", context)


@require_GET
@requires(VIEW_CUSTOMERS)
def my_tasks(request: ActorRequest) -> HttpResponse:
    """GET /tasks: mine or everybody's (`who=all`), by `state`; tasks 50 a page."""
    actor, state = request.actor, str(request.GET.get("state", ""))
    everybody = request.GET.get("who") == "all"
    wanted = queries.Wanted(everybody, state if state in queries.STATES else "open")
    counts = queries.task_counts(actor, everybody=everybody)
    page = Paginator(queries.tasks(actor, wanted), _SIZE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted,
        "tabs": [(key, label, counts.get(key), key == wanted.state) for key, label in _LABELS.items()],
        "page": page,
        "duties": shown(actor, page.object_list),
        "planned": shown(actor, queries.activities(actor, wanted)[:_SIZE]) if page.number == 1 else [],
        "may_write": actor.can(WRITE_NOTES),
    }
    return render(request, "notes/my_tasks.html", context)


def show_duty(request: ActorRequest, duty: Duty) -> HttpResponse:
    """A task or planned activity on a page of its own."""
    context = {"one": show(request.actor, duty), "may_write": request.actor.can(WRITE_NOTES)}
    return render(request, "notes/duty.html", context)


def back_to(client_id: int | None) -> str:
    """Where one goes on without JavaScript: to the customer's tasks, or to one's own."""
    return reverse("notes:my-tasks") if client_id is None else reverse("notes:tasks", args=[client_id])
