"""The quick actions of a customer's page. Each change of one press can be undone."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.core.changes import Change
from doorstep.core.webkit.forms import ActionForm
from doorstep.core.webkit.htmx import close_dialog, flash, go_to, is_htmx, toast, trigger
from doorstep.customers.actions import columns, tags
from doorstep.customers.models import Customer
from doorstep.customers.permissions import MANAGE_CUSTOMERS
from doorstep.customers.queries.record import customer_tags
from doorstep.identity.doors import ActorRequest, requires
from doorstep.vocabulary.models import Tag

_SALT = "customers.put_back"
_UNDO_SECONDS = 3600

#: Verbs that need nothing but the press: the action, what the toast says, the event it records.
_VERBS: dict[str, tuple[Callable[..., list[Change]], str | Promise, str]] = {
    "archive": (columns.archive_customers, gettext_lazy("Archived."), "customer.archived"),
    "restore": (columns.restore_customers, gettext_lazy("Restored."), "customer.restored"),
    "reactivate": (columns.reactivate, gettext_lazy("Active again."), "customer.reactivated"),
    "follow-up-done": (
        columns.clear_follow_up,
        gettext_lazy("Follow-up done."),
        "customer.follow_up_cleared",
    ),
}


class DormantForm(ActionForm):
    """Why a customer is made dormant."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)


class FollowUpForm(ActionForm):
    """Why, and when, somebody should follow up."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)
    on = forms.DateField(
        label=gettext_lazy("On"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@require_POST
@requires(MANAGE_CUSTOMERS)
def press(request: ActorRequest, customer_id: int, verb: str) -> HttpResponse:
    """POST /customers/<id>/<verb>: archive, restore, reactivate, follow-up-done."""
    action, said, event = _VERBS[verb]
    Customer.objects.visible_to(request.actor).only("pk").get(pk=customer_id)
    changes = action(actor=request.actor, customer_ids=[customer_id])
    return _answer(request, customer_id, changes, said, event)


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def dormant(request: ActorRequest, customer_id: int) -> HttpResponse:
    """GET, POST /customers/<id>/dormant: ask for the reason, then stop automatic communication."""
    form = DormantForm(request.POST if request.method == "POST" else None)
    title = _("Make dormant")
    hint = _("Automatic messages stop, and they leave the reminders. Open jobs can still be invoiced.")

    def change(reason: str) -> list[Change]:
        return columns.make_dormant(actor=request.actor, customer_ids=[customer_id], reason=reason)

    return _ask(
        request, customer_id, form, change,
        words=(title, hint, _("Now dormant.")), event="customer.made_dormant",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(MANAGE_CUSTOMERS)
def follow_up(request: ActorRequest, customer_id: int) -> HttpResponse:
    """GET, POST /customers/<id>/follow-up: ask for reason and day, then flag."""
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    title = _("Flag for follow-up")
    hint = _("They show under Follow-up in the list, with the reason.")

    def change(reason: str, on: date | None) -> list[Change]:
        return columns.flag_follow_up(actor=request.actor, customer_ids=[customer_id], reason=reason, on=on)

    return _ask(
        request, customer_id, form, change,
        words=(title, hint, _("Flagged.")), event="customer.follow_up_flagged",
    )  # fmt: skip


@require_POST
@requires(MANAGE_CUSTOMERS)
def put_back(request: ActorRequest, customer_id: int) -> HttpResponse:
    """POST /customers/<id>/put-back?change=<signed>: undo a press, unless it was changed since."""
    Customer.objects.visible_to(request.actor).only("pk").get(pk=customer_id)
    try:
        signed = str(request.GET.get("change", ""))
        pk, before, event = signing.loads(signed, salt=_SALT, max_age=_UNDO_SECONDS)
    except signing.BadSignature:
        return toast(HttpResponse(), _("That can no longer be undone."), level="error")
    if pk != customer_id:
        return toast(HttpResponse(), _("That can no longer be undone."), level="error")
    changes = columns.put_back_columns(actor=request.actor, befores=[(pk, before)], event_kind=event)
    if changes[0].refusal:
        return toast(HttpResponse(), changes[0].refusal, level="error")
    return toast(HttpResponse(), _("Undone."))


@require_POST
@requires(MANAGE_CUSTOMERS)
def tag(request: ActorRequest, customer_id: int) -> HttpResponse:
    """POST /customers/<id>/tags: put on the tag `add`, take off the tag `remove`; answers with the tags."""
    Customer.objects.visible_to(request.actor).only("pk").get(pk=customer_id)
    for name, action in (("add", tags.tag_customers), ("remove", tags.untag_customers)):
        if str(tag_id := request.POST.get(name, "")).isdecimal():
            action(actor=request.actor, customer_ids=[customer_id], tag_id=int(str(tag_id)))
    if not is_htmx(request):
        return go_to(request, "customers:record", customer_id)
    found = customer_tags(request.actor, customer_id)
    others = Tag.objects.visible_to(request.actor).exclude(pk__in=[one.pk for one in found])[:100]
    context = {"customer_id": customer_id, "tags": found, "other_tags": others, "can_manage": True}
    return render(request, "customers/_tags.html", context)


def _ask(
    request: ActorRequest,
    customer_id: int,
    form: Any,
    change: Callable[..., list[Change]],
    *,
    words: Sequence[str],
    event: str,
) -> HttpResponse:
    """The small form in a dialog (a page of its own without htmx), and what its Save does."""
    customer = Customer.objects.visible_to(request.actor).select_related("client").get(pk=customer_id)
    title, hint, said = words
    if request.method == "POST" and form.is_valid():
        with form.showing_broken_rules():
            return _answer(request, customer_id, change(**form.cleaned_data), said, event)
    template = "customers/_ask.html" if is_htmx(request) else "customers/ask.html"
    context = {"form": form, "title": title, "hint": hint, "customer": customer}
    return render(request, template, context, status=form.status)


def _answer(
    request: ActorRequest, customer_id: int, changes: list[Change], said: object, event: str
) -> HttpResponse:
    """Close the dialog, show the page as it is now, and offer Undo."""
    change = changes[0]
    if change.refusal:
        return _refuse(request, customer_id, change.refusal)
    undo = ""
    if change.before:
        signed = signing.dumps([customer_id, change.before, event], salt=_SALT)
        undo = f"{reverse('customers:put-back', args=[customer_id])}?change={signed}"
    if is_htmx(request):
        return close_dialog(trigger(toast(HttpResponse(), said, undo_url=undo), "refresh"))
    flash(request, said, undo_url=undo)
    return go_to(request, "customers:record", customer_id)


def _refuse(request: ActorRequest, customer_id: int, words: str) -> HttpResponse:
    if is_htmx(request):
        return close_dialog(toast(HttpResponse(), words, level="error"))
    flash(request, words, level=messages.ERROR)
    return go_to(request, "customers:record", customer_id)
