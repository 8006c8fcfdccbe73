"""The page of one customer: head, details and figures around a tab that loads on demand."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from doorstep.billing.permissions import VIEW_MONEY
from doorstep.core.webkit.htmx import is_htmx
from doorstep.customers.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.customers.queries.record import CustomerRecord, customer_record
from doorstep.customers.queries.standing import follow_up_of, silenced, standing_of
from doorstep.customers.timeline import timeline
from doorstep.customers.web.record_figures import record_figures
from doorstep.duplicates.permissions import MERGE
from doorstep.files.permissions import VIEW_FILES
from doorstep.identity.actor import Actor
from doorstep.identity.doors import ActorRequest, requires
from doorstep.notes.queries import notes_on_top
from doorstep.vocabulary.models import Tag

_RECENT = 8


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. `panel`: the address whose answer fills it; "" for those that this page writes itself."""

    key: str
    label: str | Promise
    href: str
    panel: str = ""
    count: int | None = None
    active: bool = False


@require_GET
@requires(VIEW_CUSTOMERS)
def record(request: ActorRequest, customer_id: int, tab: str = "overview") -> HttpResponse:
    """GET /customers/<id>[/<tab>]: the page; the part with the tabs alone when htmx asks for it."""
    found = customer_record(request.actor, customer_id)
    tabs = _tabs(request.actor, found, tab)
    chosen = next((one for one in tabs if one.active), None)
    if chosen is None:
        raise Http404
    context = {"record": found, "tabs": tabs, "tab": chosen, **_tab_context(request, found, tab)}
    if is_htmx(request) and request.headers.get("HX-Target") == "record-main":
        return render(request, "customers/_record_main.html", context)
    return render(request, "customers/record.html", {**context, **_frame_context(request.actor, found)})


def _tabs(actor: Actor, found: CustomerRecord, chosen: str) -> list[Tab]:
    pk, card = found.customer.pk, found.card
    money = actor.can(VIEW_MONEY)
    wanted = (
        ("overview", _("Overview"), "", None),
        ("jobs", _("Jobs"), "jobs:panel", card.jobs_count or None),
        ("invoices", _("Invoices"), "billing:panel" if money else None, card.invoice_count or None),
        ("properties", _("Properties"), "clients:properties", found.properties_count),
        ("contacts", _("Contacts"), "clients:contacts", found.contacts_count or None),
        ("files", _("Files"), "files:panel" if actor.can(VIEW_FILES) else None, None),
        ("notes", _("Notes"), "notes:notes", None),
        ("tasks", _("Tasks and calls"), "notes:tasks", None),
        ("activity", _("Activity"), "", None),
    )
    return [
        Tab(key, label, _href(pk, key), _panel(name, pk), count, key == chosen)
        for key, label, name, count in wanted
        if name is not None
    ]


def _href(customer_id: int, key: str) -> str:
    if key == "overview":
        return reverse("customers:record", args=[customer_id])
    return reverse(f"customers:tab-{key}", args=[customer_id])


def _panel(name: str, customer_id: int) -> str:
    return reverse(name, args=[customer_id]) if name else ""


def _tab_context(request: ActorRequest, found: CustomerRecord, tab: str) -> dict[str, Any]:
    if tab not in {"overview", "activity"}:
        return {}
    before = str(request.GET.get("before", ""))
    lines, more = timeline(
        actor=request.actor,
        client_id=found.customer.pk,
        with_money=request.actor.can(VIEW_MONEY),
        before=int(before) if before.isdecimal() and tab == "activity" and len(before) < 19 else None,
        **({"size": _RECENT} if tab == "overview" else {}),
    )
    return {"lines": lines, "more": more}


def _frame_context(actor: Actor, found: CustomerRecord) -> dict[str, Any]:
    can_manage, sees_money = actor.can(MANAGE_CUSTOMERS), actor.can(VIEW_MONEY)
    today = actor.workspace.today()
    used = {tag.pk for tag in found.tags}
    return {
        "can_manage": can_manage,
        "can_merge": actor.can(MERGE),
        "today": today,
        "top_notes": notes_on_top(actor, found.customer.pk),
        "figures": record_figures(actor, found),
        "other_tags": Tag.objects.visible_to(actor).exclude(pk__in=used)[:100] if can_manage else (),
        "standing": standing_of(found.customer, found.card, today),
        "reasons": follow_up_of(actor, found.customer, found.card, sees_money=sees_money),
        "silenced": silenced(found.customer),
    }
