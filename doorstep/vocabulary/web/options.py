"""Settings → Own fields → the choices of one field."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.dialogs import done, refused, show_dialog
from doorstep.identity.doors import ActorRequest, requires
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.actions import options as actions
from doorstep.vocabulary.models import CustomField, CustomFieldOption
from doorstep.vocabulary.web.forms import OptionForm


@require_GET
@requires(MANAGE_SETTINGS)
def index(request: ActorRequest, field_id: int) -> HttpResponse:
    """GET /settings/custom-fields/<id>/choices/: in their order, archived ones below."""
    field = CustomField.objects.visible_to(request.actor).get(pk=field_id)
    rows = list(field.options.all())
    context = {
        "field": field,
        "options": [row for row in rows if not row.archived_at],
        "archived": [row for row in rows if row.archived_at],
    }
    return render(request, "vocabulary/options.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE_SETTINGS)
def create(request: ActorRequest, field_id: int) -> HttpResponse:
    """GET, POST /settings/custom-fields/<id>/choices/new/: the small form, saving it."""
    field = CustomField.objects.visible_to(request.actor).get(pk=field_id)
    form = OptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.showing_broken_rules():
            actions.add_option(actor=request.actor, field_id=field_id, **form.cleaned_data)
            return done(request, _list(field), _("Choice added."))
    return _form(request, form, _("New choice"), field)


@require_http_methods(["GET", "POST"])
@requires(MANAGE_SETTINGS)
def edit(request: ActorRequest, option_id: int) -> HttpResponse:
    """GET, POST /settings/choices/<id>/: rename it, wherever it was chosen."""
    rows = CustomFieldOption.objects.visible_to(request.actor).select_related("field")
    option = rows.get(pk=option_id)
    form = OptionForm(request.POST or None, initial={"label": option.label})
    if request.method == "POST" and form.is_valid():
        with form.showing_broken_rules():
            actions.rename_option(actor=request.actor, option_id=option_id, **form.cleaned_data)
            return done(request, _list(option.field), _("Saved."))
    return _form(request, form, _("Rename choice"), option.field)


@require_POST
@requires(MANAGE_SETTINGS)
def archive(request: ActorRequest, option_id: int) -> HttpResponse:
    """POST /settings/choices/<id>/archive/."""
    return _press(request, option_id, actions.archive_option, _("Archived."), "vocabulary:option-restore")


@require_POST
@requires(MANAGE_SETTINGS)
def restore(request: ActorRequest, option_id: int) -> HttpResponse:
    """POST /settings/choices/<id>/restore/."""
    return _press(request, option_id, actions.restore_option, _("Restored."), "vocabulary:option-archive")


def _press(
    request: ActorRequest, option_id: int, action: Callable[..., CustomFieldOption], said: str, undo: str
) -> HttpResponse:
    rows = CustomFieldOption.objects.visible_to(request.actor).select_related("field")
    back = _list(rows.get(pk=option_id).field)
    try:
        action(actor=request.actor, option_id=option_id)
    except RuleBroken as broken:
        return refused(request, back, broken)
    return done(request, back, said, undo_url=reverse(undo, args=[option_id]))


def _form(request: ActorRequest, form: Any, title: str, field: CustomField) -> HttpResponse:
    return show_dialog(request, form, title=title, back=_list(field), backlabel=field.label)


def _list(field: CustomField) -> str:
    return reverse("vocabulary:options", args=[field.pk])
