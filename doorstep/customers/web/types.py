"""Settings → Customer types."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.clients.models import Client
from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.dialogs import done, refused, show_dialog
from doorstep.core.webkit.forms import ActionForm
from doorstep.customers.actions import types as actions
from doorstep.customers.models import CustomerType
from doorstep.identity.doors import ActorRequest, requires
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.vocabulary.ordering import moved


class TypeForm(ActionForm):
    """A type of customer."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    kind = forms.ChoiceField(
        label=gettext_lazy("For"),
        choices=Client.Kind,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("People need a last name, companies a business name. Fixed once it is used."),
    )


@require_GET
@requires(MANAGE_SETTINGS)
def index(request: ActorRequest) -> HttpResponse:
    """GET /settings/customer-types/: the types in their order, archived ones below."""
    rows = list(CustomerType.objects.visible_to(request.actor))
    context = {
        "types": [row for row in rows if not row.archived_at],
        "archived": [row for row in rows if row.archived_at],
    }
    return render(request, "customers/types.html", context)


@require_http_methods(["GET", "POST"])
@requires(MANAGE_SETTINGS)
def create(request: ActorRequest) -> HttpResponse:
    """GET, POST /settings/customer-types/new/: the small form, saving it."""
    form = TypeForm(request.POST or None, initial={"kind": Client.Kind.PERSON})
    if request.method == "POST" and form.is_valid():
        with form.showing_broken_rules():
            actions.create_type(actor=request.actor, **form.cleaned_data)
            return done(request, _list(), _("Type added."))
    return _form(request, form, _("New customer type"))


@require_http_methods(["GET", "POST"])
@requires(MANAGE_SETTINGS)
def edit(request: ActorRequest, type_id: int) -> HttpResponse:
    """GET, POST /settings/customer-types/<id>/: rename; the kind while no customer is of it."""
    row = CustomerType.objects.visible_to(request.actor).get(pk=type_id)
    form = TypeForm(request.POST or None, initial={"name": row.name, "kind": row.kind})
    if request.method == "POST" and form.is_valid():
        with form.showing_broken_rules():
            actions.update_type(actor=request.actor, type_id=type_id, **form.cleaned_data)
            return done(request, _list(), _("Saved."))
    return _form(request, form, _("Edit customer type"))


@require_POST
@requires(MANAGE_SETTINGS)
def move(request: ActorRequest, type_id: int) -> HttpResponse:
    """POST /settings/customer-types/<id>/move/ with step=-1 or 1."""
    types = CustomerType.objects.visible_to(request.actor)
    types.only("pk").get(pk=type_id)
    rows = types.filter(archived_at=None)
    step = -1 if request.POST.get("step") == "-1" else 1
    ids = moved(list(rows.values_list("pk", flat=True)), type_id, step)
    actions.reorder_types(actor=request.actor, type_ids=ids)
    return done(request, _list(), _("Moved."))


@require_POST
@requires(MANAGE_SETTINGS)
def archive(request: ActorRequest, type_id: int) -> HttpResponse:
    """POST /settings/customer-types/<id>/archive/."""
    return _press(request, type_id, actions.archive_type, _("Archived."), "customers:type-restore")


@require_POST
@requires(MANAGE_SETTINGS)
def restore(request: ActorRequest, type_id: int) -> HttpResponse:
    """POST /settings/customer-types/<id>/restore/."""
    return _press(request, type_id, actions.restore_type, _("Restored."), "customers:type-archive")


def _press(
    request: ActorRequest, type_id: int, action: Callable[..., CustomerType], said: str, undo: str
) -> HttpResponse:
    try:
        action(actor=request.actor, type_id=type_id)
    except RuleBroken as broken:
        return refused(request, _list(), broken)
    return done(request, _list(), said, undo_url=reverse(undo, args=[type_id]))


def _form(request: ActorRequest, form: Any, title: str) -> HttpResponse:
    return show_dialog(request, form, title=title, back=_list(), backlabel=_("Customer types"))


def _list() -> str:
    return reverse("customers:types")
