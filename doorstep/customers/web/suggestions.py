"""What the customer form asks while somebody types: duplicates, addresses, where a ZIP code is."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from doorstep.clients.addresses import Suggestion, suggest_known
from doorstep.clients.forms import phone_formset, phone_inputs, postcode_problem
from doorstep.clients.matching import possible_duplicates
from doorstep.core.geocoding import suggest_from_map
from doorstep.core.postal import is_postcode, lookup_postcode, normalise_postcode
from doorstep.customers.fields import display_name
from doorstep.customers.models import Account, CustomerType
from doorstep.customers.permissions import MANAGE_CUSTOMERS
from doorstep.customers.web.traits import traits_of
from doorstep.identity.actor import Actor
from doorstep.identity.doors import ActorRequest, requires

_MOST = 8


@require_GET
@requires(MANAGE_CUSTOMERS)
def duplicates(request: ActorRequest) -> HttpResponse:
    """GET /customers/duplicates?<the form's fields>&exclude=<id> — who of those we know this may be."""
    asked = request.GET
    phones = phone_formset(request.actor.workspace, asked if "phones-TOTAL_FORMS" in asked else None)
    inputs = phone_inputs(phones) if phones.is_bound and phones.is_valid() else []
    names = {name: str(asked.get(name, "")) for name in ("first_name", "last_name", "company_name")}
    name = display_name(_kind(request.actor, str(asked.get("type", ""))), names)
    traits = traits_of(
        request.actor.workspace,
        inputs,
        str(asked.get("email", "")),
        name=name,
        postcode=str(asked.get("postcode", "")),
    )
    exclude_id = int(asked["exclude"]) if str(asked.get("exclude", "")).isdecimal() else None
    found = possible_duplicates(actor=request.actor, traits=traits, exclude_id=exclude_id)
    return render(request, "customers/_duplicates.html", {"duplicates": found})


def _kind(actor: Actor, type_id: str) -> str:
    if not type_id.isdecimal():
        return "person"
    types = CustomerType.objects.visible_to(actor).filter(pk=int(type_id))
    return types.values_list("kind", flat=True).first() or "person"


@require_GET
@requires(MANAGE_CUSTOMERS)
def addresses(request: ActorRequest) -> HttpResponse:
    """GET /customers/addresses?line1=…&country=… — addresses that may be meant, as options of the field."""
    typed = str(request.GET.get("line1", ""))[:160]
    country = str(request.GET.get("country", "")) or request.actor.workspace.country
    found = suggest_known(actor=request.actor, typed=typed, limit=_MOST)
    if len(found) < _MOST:
        found += [
            Suggestion(one.line1, "", one.town, one.county, one.postcode, one.country)
            for one in suggest_from_map(typed, country)
        ]
    shown = list(dict.fromkeys(found))[:_MOST]
    return render(request, "customers/_addresses.html", {"addresses": shown})


@require_GET
@requires(MANAGE_CUSTOMERS)
def postcode(request: ActorRequest) -> HttpResponse:
    """GET /customers/postcode?postcode=…&country=… — JSON: how it is written, where it is, what is wrong."""
    country = str(request.GET.get("country", "")) or request.actor.workspace.country
    typed = str(request.GET.get("postcode", ""))[:16]
    if typed and not is_postcode(country, typed):
        return JsonResponse({"problem": str(postcode_problem(country))})
    place = lookup_postcode(country, typed)
    return JsonResponse(
        {
            "postcode": normalise_postcode(country, typed),
            "town": place.town if place else "",
            "county": place.state if place else "",
        }
    )


@require_GET
@requires(MANAGE_CUSTOMERS)
def account_options(request: ActorRequest) -> HttpResponse:
    """GET /customers/account-options?q=… — JSON: accounts whose name has what was typed."""
    typed = str(request.GET.get("q", ""))[:160]
    accounts = Account.objects.visible_to(request.actor).filter(archived_at=None, name__icontains=typed)
    options = [{"value": str(pk), "text": name} for pk, name in accounts.values_list("pk", "name")[:50]]
    return JsonResponse({"options": options})
