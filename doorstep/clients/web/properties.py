"""The places of a client: the panel on its page, adding, editing, removing; and the list of all places."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.clients.actions import properties as actions
from doorstep.clients.models import Client, Property
from doorstep.clients.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.clients.queries import places_of, properties_found, properties_page
from doorstep.clients.web.answers import panel_answer, saving, show_form
from doorstep.clients.web.property_forms import PropertyForm
from doorstep.core.errors import StaleVersion
from doorstep.identity.doors import ActorRequest, requires
from doorstep.vocabulary.forms import changed_custom

_SIZE = 50


@require_GET
@requires(VIEW_CUSTOMERS)
def index(request: ActorRequest) -> HttpResponse:
    """GET /properties?q=&after=: all places the member may see, the newest first, or those found."""
    typed, after = str(request.GET.get("q", ""))[:200].strip(), str(request.GET.get("after", ""))
    more: int | bool
    if typed:
        places, more = properties_found(request.actor, typed, size=_SIZE)
    else:
        start = int(after) if after.isdecimal() and len(after) < 19 else 0
        places, more = properties_page(request.actor, after=start, size=_SIZE)
    return render(request, "clients/properties.html", {"places": places, "q": typed, "more": more})


@require_GET
@requires(VIEW_CUSTOMERS)
def panel(request: ActorRequest, client_id: int) -> HttpResponse:
    """GET /customers/<id>/properties/panel: the places with their parties."""
    client = Client.objects.visible_to(request.actor).get(pk=client_id)
    return panel_answer(
        request, client, "clients/_properties.html", _("Properties"), _context(request, client)
    )


def _context(request: ActorRequest, client: Client) -> dict[str, Any]:
    return {"client": client, "places": places_of(request.actor, client.pk),
            "can_manage": request.actor.can(MANAGE_CUSTOMERS)}  # fmt: skip


def _saved(request: ActorRequest, client: Client, said: str) -> HttpResponse:
    return panel_answer(request, client, "clients/_properties.html", _("Properties"), {}, said=said)


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def create(request: ActorRequest, client_id: int) -> HttpResponse:
    """GET, POST /customers/<id>/properties/new: the form of a place, saving it."""
    client = Client.objects.visible_to(request.actor).get(pk=client_id)
    form = PropertyForm(request.POST or None, workspace=request.actor.workspace)
    if request.method == "POST" and form.is_valid():
        with saving(form):
            actions.add_property(
                actor=request.actor,
                client_id=client_id,
                address=form.address(form.cleaned_data["label"]),
                fields=form.property_fields(),
                custom=changed_custom(form),
            )
            return _saved(request, client, _("Property added."))
    return show_form(request, client, form, "clients/_property_form.html", _("New property"))


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def edit(request: ActorRequest, property_id: int) -> HttpResponse:
    """GET, POST /properties/<id>/edit: the filled form, saving it."""
    place = Property.objects.visible_to(request.actor).select_related("client").get(pk=property_id)
    form = PropertyForm(request.POST or None, workspace=request.actor.workspace, place=place)
    if request.method == "POST" and form.is_valid():
        with saving(form):
            _save(request, form, place)
            return _saved(request, place.client, _("Saved."))
    return show_form(request, place.client, form, "clients/_property_form.html", _("Edit property"))


def _save(request: ActorRequest, form: PropertyForm, place: Property) -> None:
    try:
        actions.update_property(
            actor=request.actor,
            property_id=place.pk,
            version=form.cleaned_data["version"] or place.version,
            address=form.address(form.cleaned_data["label"]),
            fields=form.property_fields(),
            custom=changed_custom(form),
        )
    except StaleVersion as stale:
        form.show_what_others_saved(stale)
        raise


@require_POST
@requires(MANAGE_CUSTOMERS)
def make_primary(request: ActorRequest, property_id: int) -> HttpResponse:
    """POST /properties/<id>/primary."""
    return _change(request, property_id, actions.make_primary, _("This is the primary address now."))


@require_POST
@requires(MANAGE_CUSTOMERS)
def delete(request: ActorRequest, property_id: int) -> HttpResponse:
    """POST /properties/<id>/delete."""
    return _change(request, property_id, actions.delete_property, _("Property deleted."))


def _change(
    request: ActorRequest, property_id: int, action: Callable[..., object], said: str
) -> HttpResponse:
    client = Client.objects.visible_to(request.actor).get(properties=property_id)
    with saving(None) as outcome:
        action(actor=request.actor, property_id=property_id)
    return panel_answer(
        request, client, "clients/_properties.html", _("Properties"), {},
        said=outcome.refused or said, refused=bool(outcome.refused),
    )  # fmt: skip
