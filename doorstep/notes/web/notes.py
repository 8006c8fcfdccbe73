"""The notes of a client: the panel on its page, writing, editing, pinning, starring, deleting."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.clients.models import Client
from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.webkit.dialogs import done, show_dialog
from doorstep.core.webkit.panels import page_of, posted, show_panel
from doorstep.identity.doors import ActorRequest, requires
from doorstep.notes.actions import notes as actions
from doorstep.notes.models import Note
from doorstep.notes.permissions import WRITE_NOTES
from doorstep.notes.queries import notes_of
from doorstep.notes.web.forms import NoteForm


@require_GET
@requires(VIEW_CUSTOMERS)
def panel(request: ActorRequest, client_id: int) -> HttpResponse:
    """GET /customers/<id>/notes/panel: the notes, 20 a page, the pinned ones first."""
    actor = request.actor
    context = {
        "client": Client.objects.visible_to(actor).get(pk=client_id),
        "page": page_of(notes_of(actor, client_id), request.GET.get("page")),
        "may_write": actor.can(WRITE_NOTES),
    }
    return show_panel(request, "notes", "notes_panel", context)


@require_http_methods(["GET", "POST"])
@requires(WRITE_NOTES)
def create(request: ActorRequest, client_id: int) -> HttpResponse:
    """GET, POST /customers/<id>/notes/new: write a note."""
    Client.objects.visible_to(request.actor).only("pk").get(pk=client_id)
    form = NoteForm(posted(request), actor=request.actor, client_id=client_id)
    if form.is_valid():
        with form.showing_broken_rules():
            actions.add_note(actor=request.actor, client_id=client_id, fields=form.given())  # type: ignore[arg-type]
            return done(request, _panel_of(client_id), _("Note added."))
    return _form(request, client_id, form, _("New note"))


@require_http_methods(["GET", "POST"])
@requires(WRITE_NOTES)
def edit(request: ActorRequest, note_id: int) -> HttpResponse:
    """GET, POST /notes/<id>/edit: change it; a rival's change is shown, not overwritten."""
    note = _note(request, note_id)
    form = NoteForm(posted(request), actor=request.actor, client_id=note.client_id, row=note)
    if form.is_valid():
        with form.showing_broken_rules(), form.showing_clash():
            actions.update_note(
                actor=request.actor,
                note_id=note_id,
                version=form.cleaned_data["version"] or 0,
                fields=form.given(),  # type: ignore[arg-type]
                seen=form.seen(),
            )
            return done(request, _panel_of(note.client_id), _("Note saved."))
    return _form(request, note.client_id, form, _("Edit note"))


@require_POST
@requires(WRITE_NOTES)
def pin(request: ActorRequest, note_id: int) -> HttpResponse:
    """POST /notes/<id>/pin: pin it on top (on=1), or no longer."""
    pinned = request.POST.get("on") == "1"
    note = actions.mark_note(actor=request.actor, note_id=note_id, pinned=pinned)
    said = _("The note is pinned on top.") if pinned else _("The note is no longer pinned.")
    return done(request, _panel_of(note.client_id), said)


@require_POST
@requires(WRITE_NOTES)
def star(request: ActorRequest, note_id: int) -> HttpResponse:
    """POST /notes/<id>/star: mark it as important (on=1), or no longer."""
    important = request.POST.get("on") == "1"
    note = actions.mark_note(actor=request.actor, note_id=note_id, important=important)
    said = _("Marked as important.") if important else _("No longer marked as important.")
    return done(request, _panel_of(note.client_id), said)


@require_POST
@requires(WRITE_NOTES)
def delete(request: ActorRequest, note_id: int) -> HttpResponse:
    """POST /notes/<id>/delete: with a way back in the toast."""
    note = _note(request, note_id)
    actions.delete_note(actor=request.actor, note_id=note_id)
    undo = reverse("notes:note-restore", args=[note_id])
    return done(request, _panel_of(note.client_id), _("Note deleted."), undo_url=undo)


@require_POST
@requires(WRITE_NOTES)
def restore(request: ActorRequest, note_id: int) -> HttpResponse:
    """POST /notes/<id>/restore: bring it back."""
    note = actions.restore_note(actor=request.actor, note_id=note_id)
    return done(request, _panel_of(note.client_id), _("The note is back."))


def _note(request: ActorRequest, note_id: int) -> Note:
    return Note.objects.visible_to(request.actor).get(pk=note_id)


def _form(request: ActorRequest, client_id: int, form: NoteForm, title: str) -> HttpResponse:
    return show_dialog(request, form, title=title, back=_panel_of(client_id), backlabel=_("Notes"))


def _panel_of(client_id: int) -> str:
    return reverse("notes:notes", args=[client_id])
