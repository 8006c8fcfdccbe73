"""Settings → Own fields, and the choices of one."""

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
from doorstep.vocabulary.actions import custom_fields as actions
from doorstep.vocabulary.models import CustomField
from doorstep.vocabulary.ordering import moved
from doorstep.vocabulary.web.forms import FieldForm, NewFieldForm


@require_GET
@requires(MANAGE_SETTINGS)
def index(request: ActorRequest) -> HttpResponse:
    """GET /settings/custom-fields/: the fields of each kind of record, archived ones below."""
    rows = list(CustomField.objects.visible_to(request.actor).prefetch_related("options"))
    groups = [
        (on.label, [row for row in rows if row.on == on and not row.archived_at]) for on in CustomField.On
    ]
    context = {"groups": groups, "archived": [row for row in rows if row.archived_at], "has_any": bool(rows)}
    return render(request, "vocabulary/custom_fields.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE_SETTINGS)
def create(request: ActorRequest) -> HttpResponse:
    """GET, POST /settings/custom-fields/new/: the form, saving it."""
    form = NewFieldForm(request.POST or None, initial={"on": request.GET.get("on", "customer")})
    if request.method == "POST" and form.is_valid():
        with form.showing_broken_rules():
            actions.create_custom_field(actor=request.actor, **form.cleaned_data)
            return done(request, _list(), _("Field added."))
    return _form(request, form, _("New field"))


@require_http_methods(["GET", "POST"])
@requires(MANAGE_SETTINGS)
def edit(request: ActorRequest, field_id: int) -> HttpResponse:
    """GET, POST /settings/custom-fields/<id>/: label, required, and the kind while there are no values."""
    field = CustomField.objects.visible_to(request.actor).get(pk=field_id)
    initial = {"label": field.label, "kind": field.kind, "required": field.required}
    form = FieldForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with form.showing_broken_rules():
            actions.update_custom_field(actor=request.actor, field_id=field_id, **form.cleaned_data)
            return done(request, _list(), _("Saved."))
    return _form(request, form, _("Edit field"))


@require_POST
@requires(MANAGE_SETTINGS)
def move(request: ActorRequest, field_id: int) -> HttpResponse:
    """POST /settings/custom-fields/<id>/move/ with step=-1 or 1."""
    field = CustomField.objects.visible_to(request.actor).get(pk=field_id)
    rows = CustomField.objects.visible_to(request.actor).filter(on=field.on, archived_at=None)
    ids = list(rows.values_list("pk", flat=True))
    step = -1 if request.POST.get("step") == "-1" else 1
    actions.reorder_custom_fields(actor=request.actor, on=field.on, field_ids=moved(ids, field_id, step))
    return done(request, _list(), _("Moved."))


@require_POST
@requires(MANAGE_SETTINGS)
def archive(request: ActorRequest, field_id: int) -> HttpResponse:
    """POST /settings/custom-fields/<id>/archive/: hide it; the values are kept."""
    said = _("Archived. The values are kept.")
    return _press(request, field_id, actions.archive_custom_field, said, "vocabulary:field-restore")


@require_POST
@requires(MANAGE_SETTINGS)
def restore(request: ActorRequest, field_id: int) -> HttpResponse:
    """POST /settings/custom-fields/<id>/restore/."""
    return _press(request, field_id, actions.restore_custom_field, _("Restored."), "vocabulary:field-archive")


def _press(
    request: ActorRequest, field_id: int, action: Callable[..., CustomField], said: str, undo: str
) -> HttpResponse:
    try:
        action(actor=request.actor, field_id=field_id)
    except RuleBroken as broken:
        return refused(request, _list(), broken)
    return done(request, _list(), said, undo_url=reverse(undo, args=[field_id]))


def _form(request: ActorRequest, form: Any, title: str) -> HttpResponse:
    return show_dialog(request, form, title=title, back=_list(), backlabel=_("Own fields"))


def _list() -> str:
    return reverse("vocabulary:fields")
