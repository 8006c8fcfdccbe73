"""Accounts: the list, and the page of one with its customers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.billing.permissions import VIEW_MONEY
from doorstep.clients.models import ClientCard
from doorstep.clients.search import find_clients
from doorstep.core.errors import StaleVersion
from doorstep.core.webkit.forms import ActionForm
from doorstep.core.webkit.htmx import close_dialog, flash, go_to, is_htmx, toast, trigger
from doorstep.customers.actions import accounts as actions
from doorstep.customers.actions.columns import move_to_account
from doorstep.customers.models import Account
from doorstep.customers.permissions import MANAGE_CUSTOMERS, VIEW_CUSTOMERS
from doorstep.customers.queries.accounts import account_customers, account_figures, accounts_page
from doorstep.identity.doors import ActorRequest, requires

_SIZE = 50


class AccountForm(ActionForm):
    """Name and notes of an account."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    notes = forms.CharField(label=gettext_lazy("Notes"), required=False, widget=forms.Textarea)


@require_GET
@requires(VIEW_CUSTOMERS)
def index(request: ActorRequest) -> HttpResponse:
    """GET /accounts?q=&archived=1&after=: accounts by name with what their customers amount to."""
    asked = request.GET
    q, after, archived = str(asked.get("q", "")).strip(), str(asked.get("after", "")), "archived" in asked
    accounts, more = accounts_page(request.actor, q=q, after=after, archived=archived, size=_SIZE)
    figures = account_figures(request.actor, [one.pk for one in accounts])
    context = {
        "rows": [(one, figures[one.pk]) for one in accounts],
        "q": q,
        "archived": archived,
        "current": not archived,
        "more": more,
        "sees_money": request.actor.can(VIEW_MONEY),
        "can_manage": request.actor.can(MANAGE_CUSTOMERS),
    }
    return render(request, "customers/accounts.html", context)


@require_GET
@requires(VIEW_CUSTOMERS)
def page(request: ActorRequest, account_id: int) -> HttpResponse:
    """GET /accounts/<id>?q=: the account, its figures, its customers; `q` looks for customers to add."""
    account = Account.objects.visible_to(request.actor).get(pk=account_id)
    context = {"account": account, **_candidates(request, account)}
    if is_htmx(request) and "q" in request.GET:
        return render(request, "customers/_account_candidates.html", context)
    return render(request, "customers/account.html", {**context, **_sums_and_customers(request, account)})


def _sums_and_customers(request: ActorRequest, account: Account) -> dict[str, Any]:
    said = str(request.GET.get("after", ""))
    after = int(said) if said.isdecimal() and len(said) < 19 else 0
    cards, more = account_customers(request.actor, account.pk, after=after, size=_SIZE)
    return {
        "figures": account_figures(request.actor, [account.pk])[account.pk],
        "cards": cards,
        "more": more,
        "sees_money": request.actor.can(VIEW_MONEY),
        "can_manage": request.actor.can(MANAGE_CUSTOMERS),
    }


def _candidates(request: ActorRequest, account: Account) -> dict[str, Any]:
    """Customers that fit what is typed into the account's own search and are not in it."""
    typed = str(request.GET.get("q", ""))[:160]
    if not typed.strip() or not request.actor.can(MANAGE_CUSTOMERS):
        return {"q": typed, "candidates": []}
    ids = find_clients(actor=request.actor, typed=typed, limit=8)
    cards = ClientCard.objects.visible_to(request.actor).filter(pk__in=ids)
    outside = cards.exclude(client__customer__account_id=account.pk).select_related(
        "client__customer__account"
    )
    return {"q": typed, "candidates": sorted(outside, key=lambda card: ids.index(card.pk))}


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def create(request: ActorRequest) -> HttpResponse:
    """GET, POST /accounts/new: the small form, saving it."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form.showing_broken_rules():
            account = actions.create_account(actor=request.actor, **form.cleaned_data)
            return go_to(request, "customers:account", account.pk)
    return _show_form(request, form, _("New account"), reverse("customers:accounts"), _("Accounts"))


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def edit(request: ActorRequest, account_id: int) -> HttpResponse:
    """GET, POST /accounts/<id>/edit: rename, notes; a clash shows what somebody saved meanwhile."""
    account = Account.objects.visible_to(request.actor).get(pk=account_id)
    form = AccountForm(request.POST or None, initial={"name": account.name, "notes": account.notes})
    said = str(request.POST.get("version", account.version))
    if request.method == "POST" and form.is_valid() and said.isdecimal():
        with form.showing_broken_rules():
            try:
                actions.update_account(
                    actor=request.actor, account_id=account_id, version=int(said), **form.cleaned_data
                )
            except StaleVersion as stale:
                # What is stored is shown beside the form; the next save is meant.
                return _show_clash(request, form, account, stale)
            return go_to(request, "customers:account", account_id)
    return _show_form(
        request, form, _("Edit account"), reverse("customers:account", args=[account_id]), account.name,
        version=account.version,
    )  # fmt: skip


def _show_clash(
    request: ActorRequest, form: AccountForm, account: Account, stale: StaleVersion
) -> HttpResponse:
    for name, both in stale.details["fields"].items():
        form.add_error(name, _("Saved meanwhile: “%(theirs)s”. Save again to keep yours.") % both)
    back = reverse("customers:account", args=[account.pk])
    return _show_form(request, form, _("Edit account"), back, account.name, version=stale.details["version"])


def _show_form(
    request: ActorRequest,
    form: AccountForm,
    title: str,
    back: str,
    backlabel: str,
    version: int | None = None,
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "backlabel": backlabel, "version": version}
    template = "customers/_account_form.html" if is_htmx(request) else "customers/account_form.html"
    return render(request, template, context, status=form.status)


@require_POST
@requires(MANAGE_CUSTOMERS)
def archive(request: ActorRequest, account_id: int) -> HttpResponse:
    """POST /accounts/<id>/archive."""
    return _press(request, account_id, actions.archive_account, _("Archived."), "customers:account-restore")


@require_POST
@requires(MANAGE_CUSTOMERS)
def restore(request: ActorRequest, account_id: int) -> HttpResponse:
    """POST /accounts/<id>/restore."""
    return _press(request, account_id, actions.restore_account, _("Restored."), "customers:account-archive")


def _press(
    request: ActorRequest, account_id: int, action: Callable[..., Account], said: str, undo: str
) -> HttpResponse:
    action(actor=request.actor, account_id=account_id)
    flash(request, said, undo_url=reverse(undo, args=[account_id]))
    return go_to(request, "customers:account", account_id)


@require_POST
@requires(MANAGE_CUSTOMERS)
def members(request: ActorRequest, account_id: int) -> HttpResponse:
    """POST /accounts/<id>/customers: put the customer `add` into the account, or take `remove` out."""
    Account.objects.visible_to(request.actor).get(pk=account_id)
    add, remove = (str(request.POST.get(name, "")) for name in ("add", "remove"))
    if add.isdecimal():
        move_to_account(actor=request.actor, customer_ids=[int(add)], account_id=account_id)
    if remove.isdecimal():
        move_to_account(actor=request.actor, customer_ids=[int(remove)], account_id=None)
    if is_htmx(request):
        return close_dialog(trigger(toast(HttpResponse(), _("Saved.")), "refresh"))
    return go_to(request, "customers:account", account_id)
