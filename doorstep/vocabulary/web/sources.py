"""Settings → Sources."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.core.webkit.dialogs import done, show_dialog
from doorstep.identity.doors import ActorRequest, requires
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.actions import sources as actions
from doorstep.vocabulary.models import Source
from doorstep.vocabulary.ordering import moved
from doorstep.vocabulary.web.forms import SourceForm


@require_GET
@requires(MANAGE_SETTINGS)
def index(request: ActorRequest) -> HttpResponse:
    """GET /settings/sources/: the sources in their order, archived ones below."""
    rows = list(Source.objects.visible_to(request.actor))
    context = {
        "sources": [row for row in rows if not row.archived_at],
        "archived": [row for row in rows if row.archived_at],
    }
    return render(request, "vocabulary/sources.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE_SETTINGS)
def create(request: ActorRequest) -> HttpResponse:
    """GET, POST /settings/sources/new/: the small form, saving it."""
    form, back = SourceForm(request.POST or None), reverse("vocabulary:sources")
    if request.method == "POST" and form.is_valid():
        with form.showing_broken_rules():
            actions.create_source(actor=request.actor, **form.cleaned_data)
            return done(request, back, _("Source added."))
    return show_dialog(request, form, title=_("New source"), back=back, backlabel=_("Sources"))


@require_http_methods(["GET", "POST"])
@requires(MANAGE_SETTINGS)
def edit(request: ActorRequest, source_id: int) -> HttpResponse:
    """GET, POST /settings/sources/<id>/: rename."""
    source = Source.objects.visible_to(request.actor).get(pk=source_id)
    form, back = (
        SourceForm(request.POST or None, initial={"name": source.name}),
        reverse("vocabulary:sources"),
    )
    if request.method == "POST" and form.is_valid():
        with form.showing_broken_rules():
            actions.rename_source(actor=request.actor, source_id=source_id, **form.cleaned_data)
            return done(request, back, _("Saved."))
    return show_dialog(request, form, title=_("Rename source"), back=back, backlabel=_("Sources"))


@require_POST
@requires(MANAGE_SETTINGS)
def move(request: ActorRequest, source_id: int) -> HttpResponse:
    """POST /settings/sources/<id>/move/ with step=-1 or 1."""
    sources = Source.objects.visible_to(request.actor)
    sources.only("pk").get(pk=source_id)
    ids = list(sources.filter(archived_at=None).values_list("pk", flat=True))
    step = -1 if request.POST.get("step") == "-1" else 1
    actions.reorder_sources(actor=request.actor, source_ids=moved(ids, source_id, step))
    return done(request, reverse("vocabulary:sources"), _("Moved."))


@require_POST
@requires(MANAGE_SETTINGS)
def archive(request: ActorRequest, source_id: int) -> HttpResponse:
    """POST /settings/sources/<id>/archive/."""
    return _press(request, source_id, actions.archive_source, _("Archived."), "vocabulary:source-restore")


@require_POST
@requires(MANAGE_SETTINGS)
def restore(request: ActorRequest, source_id: int) -> HttpResponse:
    """POST /settings/sources/<id>/restore/."""
    return _press(request, source_id, actions.restore_source, _("Restored."), "vocabulary:source-archive")


def _press(
    request: ActorRequest, source_id: int, action: Callable[..., Source], said: str, undo: str
) -> HttpResponse:
    action(actor=request.actor, source_id=source_id)
    back = reverse("vocabulary:sources")
    return done(request, back, said, undo_url=reverse(undo, args=[source_id]))
