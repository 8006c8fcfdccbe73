"""Logging calls, visits and messages."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.clients.models import Client
from doorstep.core.webkit.dialogs import done, show_dialog
from doorstep.core.webkit.panels import posted
from doorstep.identity.doors import ActorRequest, requires
from doorstep.notes.actions import touchpoints as actions
from doorstep.notes.models import Interaction
from doorstep.notes.permissions import WRITE_NOTES
from doorstep.notes.web.forms import InteractionForm

_TITLES = {
    "call": lambda: _("Log a call"),
    "visit": lambda: _("Log a visit"),
    "email": lambda: _("Log a message"),
}


@require_http_methods(["GET", "POST"])
@requires(WRITE_NOTES)
def create(request: ActorRequest, client_id: int) -> HttpResponse:
    """GET, POST /customers/<id>/interactions/new?kind=call: write down what took place."""
    Client.objects.visible_to(request.actor).only("pk").get(pk=client_id)
    kind = str(request.GET.get("kind", ""))
    form = InteractionForm(posted(request), initial={"kind": kind})
    if form.is_valid():
        with form.showing_broken_rules():
            actions.log_interaction(actor=request.actor, client_id=client_id, fields=form.given())  # type: ignore[arg-type]
            return done(request, _panel_of(client_id), _("Logged."))
    return _form(request, client_id, form, _TITLES.get(kind, lambda: _("Log what took place"))())


@require_http_methods(["GET", "POST"])
@requires(WRITE_NOTES)
def edit(request: ActorRequest, interaction_id: int) -> HttpResponse:
    """GET, POST /interactions/<id>/edit: put it right; a rival's change is shown, not overwritten."""
    row = Interaction.objects.visible_to(request.actor).get(pk=interaction_id)
    form = InteractionForm(posted(request), row=row)
    if form.is_valid():
        with form.showing_broken_rules(), form.showing_clash():
            actions.update_interaction(
                actor=request.actor,
                interaction_id=interaction_id,
                version=form.cleaned_data["version"] or 0,
                fields=form.given(),  # type: ignore[arg-type]
                seen=form.seen(),
            )
            return done(request, _panel_of(row.client_id), _("Saved."))
    return _form(request, row.client_id, form, _("Edit what was logged"))


@require_POST
@requires(WRITE_NOTES)
def delete(request: ActorRequest, interaction_id: int) -> HttpResponse:
    """POST /interactions/<id>/delete: with a way back in the toast."""
    row = Interaction.objects.visible_to(request.actor).get(pk=interaction_id)
    actions.delete_interaction(actor=request.actor, interaction_id=interaction_id)
    undo = reverse("notes:interaction-restore", args=[interaction_id])
    return done(request, _panel_of(row.client_id), _("Deleted."), undo_url=undo)


@require_POST
@requires(WRITE_NOTES)
def restore(request: ActorRequest, interaction_id: int) -> HttpResponse:
    """POST /interactions/<id>/restore: bring it back."""
    row = actions.restore_interaction(actor=request.actor, interaction_id=interaction_id)
    return done(request, _panel_of(row.client_id), _("It is back."))


def _form(request: ActorRequest, client_id: int, form: InteractionForm, title: str) -> HttpResponse:
    return show_dialog(request, form, title=title, back=_panel_of(client_id), backlabel=_("Tasks and calls"))


def _panel_of(client_id: int) -> str:
    return reverse("notes:tasks", args=[client_id])
