"""The palette: everyone by name, phone, e-mail or address, job and invoice numbers, pages and commands."""

from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from doorstep.billing.models import Invoice
from doorstep.billing.permissions import VIEW_MONEY
from doorstep.clients.queries import phones_found_by
from doorstep.clients.search import find_clients
from doorstep.core.phones import format_phone
from doorstep.core.text import fold
from doorstep.core.webkit.htmx import is_htmx
from doorstep.core.webkit.lists import private_fragment
from doorstep.customers.permissions import VIEW_CUSTOMERS
from doorstep.customers.queries.rows import customer_rows
from doorstep.identity.actor import Actor
from doorstep.identity.doors import ActorRequest, member_required
from doorstep.jobs.models import Job
from doorstep.shell.navigation import links_for, navigation

_MOST = 8
_LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the palette."""

    label: str | Promise
    url: str
    icon: str
    note: str | Promise = ""


@require_GET
@member_required
def palette(request: ActorRequest) -> HttpResponseBase:
    """GET /palette?q=… — options as one types; without htmx a page of them."""
    typed = request.GET.get("q", "").strip()
    groups = [(label, options) for label, options in _groups(request.actor, typed) if options]
    context = {"groups": groups, "typed": typed}
    if is_htmx(request):
        return private_fragment(request, render(request, "shell/_palette.html", context))
    return render(request, "shell/palette.html", context)


def _groups(actor: Actor, typed: str) -> list[tuple[str, list[Option]]]:
    if not typed:
        return [(_("Commands"), _commands(actor, "")), (_("Pages"), _pages(actor, ""))]
    return [
        (_("Customers"), _customers(actor, typed)),
        (_("Jobs and invoices"), _numbers(actor, typed)),
        (_("Commands"), _commands(actor, typed)),
        (_("Pages"), _pages(actor, typed)),
    ]


def _customers(actor: Actor, typed: str) -> list[Option]:
    if not actor.can(VIEW_CUSTOMERS):
        return []
    ids = find_clients(actor=actor, typed=typed, limit=_MOST)
    rows = customer_rows(actor, ids, ["phone", "city"])
    meant = phones_found_by(actor, ids, typed)
    country = actor.workspace.country
    found = []
    for row in rows:
        phone = meant.get(row.pk) or row.values["phone"] or {}
        shown = format_phone(phone["e164"], country) if phone.get("e164") else phone.get("typed", "")
        note = " · ".join(part for part in (shown, row.values["city"]) if part)
        icon = "building" if row.kind == "company" else "user"
        found.append(Option(row.name, reverse("customers:record", args=[row.pk]), icon, note))
    return found


def _numbers(actor: Actor, typed: str) -> list[Option]:
    """Jobs and invoices whose number was typed, "1042" or "#1042"; they show on their customer's page."""
    digits = typed.lstrip("#").strip()
    if not (digits.isdecimal() and digits.isascii() and 0 < int(digits) <= _LARGEST_NUMBER):
        return []
    if not actor.can(VIEW_CUSTOMERS):
        return []
    found = []
    for job in Job.objects.visible_to(actor).filter(number=int(digits)).select_related("customer__client"):
        label = _("Job %(number)s") % {"number": job.number}
        url = reverse("customers:tab-jobs", args=[job.customer_id])
        found.append(Option(label, url, "briefcase", job.customer.client.name))
    if actor.can(VIEW_MONEY):
        invoices = Invoice.objects.visible_to(actor).filter(number=int(digits))
        for invoice in invoices.select_related("customer__client"):
            label = _("Invoice %(number)s") % {"number": invoice.number}
            url = reverse("customers:tab-invoices", args=[invoice.customer_id])
            found.append(Option(label, url, "file-invoice", invoice.customer.client.name))
    return found


def _commands(actor: Actor, typed: str) -> list[Option]:
    links = links_for(actor, navigation().create, whole=True)
    named = [Option(_("New: %(what)s") % {"what": link.label}, link.url, "plus") for link in links]
    return _fitting(named, typed)


def _pages(actor: Actor, typed: str) -> list[Option]:
    tables = navigation()
    links = links_for(actor, (*tables.pages, *tables.member), whole=True)
    return _fitting([Option(link.label, link.url, link.icon) for link in links], typed)


def _fitting(options: list[Option], typed: str) -> list[Option]:
    wanted = fold(typed)
    return [option for option in options if wanted in fold(str(option.label))]
