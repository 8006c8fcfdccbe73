"""Who has to do with a place: adding, correcting, ending, removing."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.clients.actions import parties as actions
from doorstep.clients.models import Client, Property, PropertyParty
from doorstep.clients.permissions import MANAGE_CUSTOMERS
from doorstep.clients.search import find_clients
from doorstep.clients.web.answers import panel_answer, saving, show_form
from doorstep.clients.web.property_forms import PartyForm
from doorstep.identity.actor import Actor
from doorstep.identity.doors import ActorRequest, requires


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def create(request: ActorRequest, property_id: int) -> HttpResponse:
    """GET, POST /properties/<id>/parties/new: the form, with customers found by `find`; saving it."""
    place = Property.objects.visible_to(request.actor).select_related("client").get(pk=property_id)
    form = PartyForm(request.POST or None, parties=_choices(request))
    if request.method == "POST" and form.is_valid():
        with saving(form):
            actions.add_party(actor=request.actor, property_id=property_id, **_given(form))
            return _saved(request, place.client)
    return show_form(
        request, place.client, form, "clients/_party_form.html", _("Owner, occupier, landlord or payer"),
        find=request.GET.get("find", ""),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def edit(request: ActorRequest, party_row_id: int) -> HttpResponse:
    """GET, POST /parties/<id>/edit: correct a row."""
    rows = PropertyParty.objects.visible_to(request.actor).select_related("party", "property__client")
    row = rows.get(pk=party_row_id)
    form = PartyForm(request.POST or None, parties=_choices(request), row=row)
    if request.method == "POST" and form.is_valid():
        given = _given(form)
        given.pop("role")
        with saving(form):
            actions.update_party(actor=request.actor, party_row_id=party_row_id, **given)
            return _saved(request, row.property.client)
    return show_form(
        request, row.property.client, form, "clients/_party_form.html", _("Correct the entry"),
        find=request.GET.get("find", ""),
    )  # fmt: skip


@require_POST
@requires(MANAGE_CUSTOMERS)
def delete(request: ActorRequest, party_row_id: int) -> HttpResponse:
    """POST /parties/<id>/delete: it was a mistake."""
    client = Client.objects.visible_to(request.actor).get(properties__parties=party_row_id)
    actions.delete_party(actor=request.actor, party_row_id=party_row_id)
    return _saved(request, client)


def _given(form: PartyForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {**{name: data[name] for name in data if name != "party"}, "party_id": data["party"]}


def _choices(request: ActorRequest) -> list[tuple[int, str]]:
    """Customers to choose from: those found by what was typed, and the one that was chosen."""
    ids = _found(request.actor, str(request.GET.get("find", ""))[:160])
    chosen = str(request.POST.get("party", ""))
    if chosen.isdecimal():
        ids.append(int(chosen))
    names = dict(Client.objects.visible_to(request.actor).filter(pk__in=ids).values_list("pk", "name"))
    return [(pk, names[pk]) for pk in dict.fromkeys(ids) if pk in names]


def _found(actor: Actor, typed: str) -> list[int]:
    return find_clients(actor=actor, typed=typed, limit=20) if typed.strip() else []


def _saved(request: ActorRequest, client: Client) -> HttpResponse:
    return panel_answer(request, client, "clients/_properties.html", _("Properties"), {}, said=_("Saved."))
