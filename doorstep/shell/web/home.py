"""The home page: how the company stands, whom to call, what happened last."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from doorstep.activity.models import Entry
from doorstep.activity.wording import kinds_about_money
from doorstep.billing.permissions import VIEW_MONEY
from doorstep.clients.cards import roll_figures
from doorstep.clients.models import Client, ClientCard
from doorstep.core.numbers import written
from doorstep.customers.permissions import VIEW_CUSTOMERS
from doorstep.customers.queries.counts import CustomerCounts, customer_counts
from doorstep.customers.queries.follow_up import follow_up_reasons
from doorstep.customers.queries.rows import customer_rows
from doorstep.customers.timeline import lines_of
from doorstep.identity.actor import Actor
from doorstep.identity.doors import ActorRequest, member_required
from doorstep.runs.models import Run

_FOLLOW_UPS = 8
_ENTRIES = 12
_RUNS = 5
#: Entries are numbered across workspaces: a company in which nothing happened for so many is quiet.
_LOOKED_BACK = 20_000


@require_GET
@member_required
def home(request: ActorRequest) -> HttpResponse:
    """GET / — header figures, follow-ups due, the latest activity, recent runs."""
    actor = request.actor
    context: dict[str, Any] = {"runs": Run.objects.visible_to(actor).order_by("-pk")[:_RUNS]}
    if actor.can(VIEW_CUSTOMERS):
        roll_figures(workspace=actor.workspace)
        counts = customer_counts(actor, actor.workspace.today())
        context |= {
            "counts": counts,
            "figures": _figures(counts, actor.workspace.locale),
            "follow_ups": _follow_ups(actor),
        }
        context["activity"] = _activity(actor)
    return render(request, "shell/home.html", context)


def _figures(counts: CustomerCounts, locale: str) -> list[dict[str, Any]]:
    return [
        {
            "label": _("Customers"),
            "value": written(counts.total, locale),
            "query": "",
            "hint": _("All that are not archived"),
        },
        {
            "label": _("Active"),
            "value": written(counts.active, locale),
            "query": "?active=1",
            "hint": _("A job or an invoice in the last 12 months"),
        },
        {
            "label": _("New this month"),
            "value": written(counts.new, locale),
            "query": "?new=1",
            "hint": _("Added since the first of this month"),
        },
        {
            "label": _("To follow up"),
            "value": written(counts.tabs["follow-up"], locale),
            "query": "?tab=follow-up",
            "hint": _("Flagged by a member, due back, or with an overdue balance"),
        },
        {
            "label": _("Inactive"),
            "value": written(counts.tabs["inactive"], locale),
            "query": "?tab=inactive",
            "hint": _("Nothing happened in the last 12 months"),
        },
    ]


def _follow_ups(actor: Actor) -> list[dict[str, Any]]:
    """Those whose reason came up last: what is new today stands on top."""
    today = actor.workspace.today()
    cards = ClientCard.objects.visible_to(actor).filter(
        standing=ClientCard.Standing.CUSTOMER, archived=False, follow_up_from__lte=today
    )
    ids = list(cards.order_by("-follow_up_from", "-pk").values_list("pk", flat=True)[:_FOLLOW_UPS])
    rows = customer_rows(actor, ids, ["phone"])
    reasons = follow_up_reasons(rows, actor, today, sees_money=actor.can(VIEW_MONEY))
    return [{"row": row, "reasons": reasons[row.pk], "phone": row.values["phone"] or {}} for row in rows]


def _activity(actor: Actor) -> list[dict[str, Any]]:
    entries = Entry.objects.visible_to(actor).filter(client_id__isnull=False)
    if not actor.can(VIEW_MONEY):
        entries = entries.exclude(kind__in=kinds_about_money())
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    entries = entries.filter(pk__gt=newest - _LOOKED_BACK)
    if actor.sees_assigned_to is not None:
        entries = entries.filter(client_id__in=Client.objects.visible_to(actor).values("pk"))
    found = list(entries.order_by("-at", "-pk")[:_ENTRIES])
    lines = lines_of(actor=actor, entries=found, with_money=actor.can(VIEW_MONEY))
    names = _names(actor, found)
    return [
        {"line": line, "client_id": entry.client_id, "name": names.get(entry.client_id or 0, "")}
        for line, entry in zip(lines, found, strict=True)
    ]


def _names(actor: Actor, entries: Sequence[Entry]) -> dict[int, str]:
    clients = Client.objects.visible_to(actor).filter(pk__in={entry.client_id for entry in entries})
    return dict(clients.filter(customer__isnull=False).values_list("pk", "name"))
