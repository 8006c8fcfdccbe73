"""The files of a client, as a panel of its page: adding, looking at, editing, removing."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.clients.models import Client
from doorstep.clients.permissions import VIEW_CUSTOMERS
from doorstep.core.webkit.dialogs import done, show_dialog
from doorstep.core.webkit.htmx import flash, go_to, is_htmx
from doorstep.core.webkit.panels import posted, show_panel
from doorstep.files import actions
from doorstep.files.actions.upload import Upload
from doorstep.files.models import StoredFile
from doorstep.files.permissions import MANAGE_FILES, VIEW_FILES
from doorstep.files.web.forms import EditForm, UploadForm
from doorstep.files.web.showing import lightbox_context, panel_context
from doorstep.identity.doors import ActorRequest, requires


@require_safe
@requires(VIEW_CUSTOMERS, VIEW_FILES)
def panel(request: ActorRequest, client_id: int) -> HttpResponse:
    """GET /customers/<id>/files/?kind=&page= — the client's files, the newest first."""
    client = Client.objects.visible_to(request.actor).get(pk=client_id)
    return show_panel(request, "files", "panel", panel_context(request.actor, client, request.GET))


@require_POST
@requires(MANAGE_FILES)
def upload(request: ActorRequest, client_id: int) -> HttpResponse:
    """POST /customers/<id>/files/upload/ — takes files in; JSON for the drop zone, else back to the panel."""
    Client.objects.visible_to(request.actor).only("pk").get(pk=client_id)
    form = UploadForm(request.POST, actor=request.actor, client_id=client_id)
    fields = form.given() if form.is_valid() else {}
    results = actions.upload_files(
        actor=request.actor, client_id=client_id, files=request.FILES.getlist("files"), fields=fields
    )
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"files": [_result(one) for one in results]})
    _tell(request, results)
    return go_to(request, "files:panel", client_id)


def _result(one: Upload) -> dict[str, object]:
    name = one.row.name if one.row else one.name
    return {"name": name, "id": one.row and one.row.pk, "refused": str(one.refused or "")}


def _tell(request: ActorRequest, results: Sequence[Upload]) -> None:
    kept = [one.row.name for one in results if one.row]
    if kept:
        flash(request, _("Added: %(names)s") % {"names": ", ".join(kept)})
    for one in results:
        if one.refused:
            flash(request, f"{one.name}: {one.refused}", level=messages.ERROR)
    if not results:
        flash(request, _("Choose at least one file."), level=messages.ERROR)


@require_safe
@requires(VIEW_FILES)
def show(request: ActorRequest, file_id: int) -> HttpResponse:
    """GET /files/<id>/ — one file, large: in the dialog, or as a page."""
    row = _row(request, file_id)
    template = "files/_lightbox.html" if is_htmx(request) else "files/lightbox.html"
    return render(request, template, lightbox_context(request.actor, row))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_FILES)
def edit(request: ActorRequest, file_id: int) -> HttpResponse:
    """/files/<id>/edit/ — the name, what it shows, its kind and place; a rival's change is shown."""
    row = _row(request, file_id)
    form = EditForm(posted(request), actor=request.actor, row=row)
    if form.is_valid():
        with form.showing_broken_rules(), form.showing_clash():
            version, fields, seen = form.cleaned_data["version"], form.given(), form.seen()
            actions.update_file(
                actor=request.actor, file_id=file_id, version=version, fields=fields, seen=seen
            )
            return done(request, _panel_of(row), _("Saved."))
    back = _panel_of(row)
    return show_dialog(request, form, title=_("Edit file"), hint=row.name, back=back, backlabel=_("Files"))


@require_POST
@requires(MANAGE_FILES)
def delete(request: ActorRequest, file_id: int) -> HttpResponse:
    """POST /files/<id>/delete/ — puts it out of sight, with Undo."""
    row = actions.delete_file(actor=request.actor, file_id=file_id)
    said = _("“%(name)s” is deleted.") % {"name": row.name}
    return done(request, _panel_of(row), said, undo_url=reverse("files:restore", args=[row.pk]))


@require_POST
@requires(MANAGE_FILES)
def restore(request: ActorRequest, file_id: int) -> HttpResponse:
    """POST /files/<id>/restore/ — the Undo of a deletion."""
    row = actions.restore_file(actor=request.actor, file_id=file_id)
    return done(request, _panel_of(row), _("“%(name)s” is back.") % {"name": row.name})


def _row(request: ActorRequest, file_id: int) -> StoredFile:
    return StoredFile.objects.visible_to(request.actor).select_related(
        "client", "property", "uploaded_by__user"
    ).get(pk=file_id)  # fmt: skip


def _panel_of(row: StoredFile) -> str:
    return reverse("files:panel", args=[row.client_id])
