"""Settings → Tags."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.clients.actions.tags import delete_tag
from doorstep.clients.models import ClientTag
from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.dialogs import done, refused, show_dialog
from doorstep.identity.actor import Actor
from doorstep.identity.doors import ActorRequest, requires
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.actions.tags import create_tag, update_tag
from doorstep.vocabulary.models import Tag
from doorstep.vocabulary.web.forms import TagForm


@require_GET
@requires(MANAGE_SETTINGS)
def index(request: ActorRequest) -> HttpResponse:
    """GET /settings/tags/: every tag and how many customers have it."""
    return render(request, "vocabulary/tags.html", {"tags": _counted(request.actor)})


def _counted(actor: Actor) -> list[tuple[Tag, int]]:
    rows = ClientTag.objects.filter(workspace_id=actor.workspace_id).values_list("tag_id").order_by()
    counts = dict(rows.annotate(n=Count("pk")))
    return [(tag, counts.get(tag.pk, 0)) for tag in Tag.objects.visible_to(actor)]


@require_http_methods(["GET", "POST"])
@requires(MANAGE_SETTINGS)
def create(request: ActorRequest) -> HttpResponse:
    """GET, POST /settings/tags/new/: the small form, saving it."""
    form = TagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.asking_about_near_misses():
            create_tag(actor=request.actor, **form.cleaned_data)
            return done(request, reverse("vocabulary:tags"), _("Tag added."))
    return _form(request, form, _("New tag"))


@require_http_methods(["GET", "POST"])
@requires(MANAGE_SETTINGS)
def edit(request: ActorRequest, tag_id: int) -> HttpResponse:
    """GET, POST /settings/tags/<id>/: rename, recolour."""
    tag = Tag.objects.visible_to(request.actor).get(pk=tag_id)
    form = TagForm(request.POST or None, initial={"name": tag.name, "colour": tag.colour})
    if request.method == "POST" and form.is_valid():
        with form.asking_about_near_misses():
            update_tag(actor=request.actor, tag_id=tag_id, **form.cleaned_data)
            return done(request, reverse("vocabulary:tags"), _("Saved."))
    return _form(request, form, _("Edit tag"))


@require_POST
@requires(MANAGE_SETTINGS)
def delete(request: ActorRequest, tag_id: int) -> HttpResponse:
    """POST /settings/tags/<id>/delete/: take it off all customers."""
    back = reverse("vocabulary:tags")
    try:
        delete_tag(actor=request.actor, tag_id=tag_id)
    except RuleBroken as broken:
        return refused(request, back, broken)
    return done(request, back, _("Tag deleted."))


def _form(request: ActorRequest, form: Any, title: str) -> HttpResponse:
    back = reverse("vocabulary:tags")
    return show_dialog(request, form, title=title, back=back, backlabel=_("Tags"))
