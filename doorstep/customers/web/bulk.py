"""Bulk changes from the list: what the operation still needs to know, then the change as a run."""

from typing import Any

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from doorstep.core.errors import RuleBroken
from doorstep.core.webkit.forms import ActionForm
from doorstep.core.webkit.htmx import flash, go_to, is_htmx, toast, trigger
from doorstep.customers.bulk import OPERATIONS, Operation, Selection, change_customers
from doorstep.customers.permissions import BULK_CHANGE
from doorstep.identity.actor import Actor
from doorstep.identity.doors import ActorRequest, requires
from doorstep.identity.models import Membership
from doorstep.identity.permissions import MANAGE_SETTINGS
from doorstep.runs.models import Run, RunRow
from doorstep.vocabulary.actions.tags import create_tag
from doorstep.vocabulary.models import Tag

Outcome = RunRow.Outcome


class BulkForm(ActionForm):
    """The fields that `operation.asks` for, each leading to one argument of its action."""

    tag = forms.ModelChoiceField(
        Tag.objects.none(), label=gettext_lazy("Tag"), empty_label=gettext_lazy("Choose a tag")
    )
    new_tag = forms.CharField(label=gettext_lazy("Or a new tag"), max_length=60, required=False)
    member = forms.ModelChoiceField(
        Membership.objects.none(),
        label=gettext_lazy("Member"),
        required=False,
        empty_label=gettext_lazy("Nobody"),
    )
    follow_up_reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)
    on = forms.DateField(
        label=gettext_lazy("On"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    dormant_reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, operation: Operation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        asked = set(operation.asks)
        if operation.key == "tag" and actor.can(MANAGE_SETTINGS):
            asked.add("new_tag")
            self.fields["tag"].required = False
        for name in set(self.fields) - asked:
            del self.fields[name]
        self._choose("tag", Tag.objects.visible_to(actor))
        members = Membership.objects.visible_to(actor).current().select_related("user").order_by("user__name")
        self._choose("member", members)

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """A tag that there is, or the name of one to be made: not neither, not both."""
        cleaned = self.cleaned_data
        if "new_tag" in self.fields and not self.errors and bool(cleaned["tag"]) == bool(cleaned["new_tag"]):
            say = (
                _("Choose a tag or name a new one, not both.")
                if cleaned["tag"]
                else _("Choose or name a tag.")
            )
            self.add_error("tag", say)
        return cleaned

    def make_tag(self) -> None:
        """Make the new tag, if one was named, and take it as the chosen one."""
        if self.is_valid() and (name := self.cleaned_data.get("new_tag")):
            with self.showing_broken_rules():
                try:
                    self.cleaned_data["tag"] = create_tag(actor=self.actor, name=name)
                except RuleBroken as broken:
                    raise RuleBroken(broken.message, field="new_tag") from broken

    def values(self) -> dict[str, Any]:
        """The arguments of the action, JSON-ready."""
        cleaned = self.cleaned_data
        values: dict[str, Any] = {}
        if "tag" in cleaned:
            values["tag_id"] = cleaned["tag"].pk
        if "member" in cleaned:
            values["member_id"] = cleaned["member"].pk if cleaned["member"] else None
        if "on" in cleaned:
            values["on"] = cleaned["on"].isoformat() if cleaned["on"] else None
        for name in ("follow_up_reason", "dormant_reason"):
            if name in cleaned:
                values["reason"] = cleaned[name]
        return values


def selection_of(posted: QueryDict) -> Selection:
    """The ticked rows, or everything that fits the list's `query` except some."""
    ids, excluded = (
        tuple(int(typed) for typed in posted.getlist(name) if typed.isdecimal() and len(typed) < 19)
        for name in ("ids", "except")
    )
    everything = posted.get("all") == "1"
    return Selection(() if everything else ids, everything, posted.get("query", ""), excluded)


def _operation(request: ActorRequest) -> Operation:
    operation = OPERATIONS.get(request.POST.get("operation", ""))
    if operation is None:
        raise SuspiciousOperation("no such operation")
    return operation


@require_POST
@requires(BULK_CHANGE)
def ask(request: ActorRequest) -> HttpResponse:
    """POST /customers/bulk/ask — the form of what `operation` needs to know, for the modal or as a page."""
    operation = _operation(request)
    return _form_page(request, operation, BulkForm(actor=request.actor, operation=operation))


@require_POST
@requires(BULK_CHANGE)
def bulk(request: ActorRequest) -> HttpResponse:
    """POST /customers/bulk — does `operation` to `ids`, or to `all` that fit `query`: a toast, or the run."""
    operation, selection = _operation(request), selection_of(request.POST)
    form = BulkForm(request.POST, actor=request.actor, operation=operation)
    if selection.is_empty():
        form.add_error(None, _("Nobody is selected. Tick the customers first."))
    form.make_tag()
    if form.is_valid():
        run = change_customers(
            actor=request.actor, operation=operation.key, values=form.values(), selection=selection
        )
        return _answer(request, run)
    return _form_page(request, operation, form)


def _form_page(request: ActorRequest, operation: Operation, form: BulkForm) -> HttpResponse:
    selection = selection_of(request.POST)
    context = {
        "operation": operation,
        "form": form,
        "selection": selection,
        "count": selection.cards(request.actor).count(),
        "back": f"{reverse('customers:list')}?{selection.query}",
    }
    template = "customers/_bulk_form.html" if is_htmx(request) else "customers/bulk_form.html"
    return render(request, template, context, status=form.status)


def _answer(request: ActorRequest, run: Run) -> HttpResponse:
    """A small change without trouble is a toast with Undo; everything else has a page."""
    trouble = Outcome.REFUSED in run.counts or run.state != Run.State.DONE
    if trouble:
        return go_to(request, "runs:run", run.pk)
    changed = run.counts.get(Outcome.CHANGED, 0)
    words = ngettext("%(what)s: %(count)d customer.", "%(what)s: %(count)d customers.", changed)
    text = words % {"what": run.title, "count": changed}
    if not changed:
        text = _("Nothing to change: it was so already.")
    undo_url = reverse("runs:undo", args=[run.pk]) if changed else ""
    if is_htmx(request):
        return trigger(toast(HttpResponse(), text, undo_url=undo_url), "refresh")
    flash(request, text, undo_url=undo_url)
    return go_to(request, f"{reverse('customers:list')}?{request.POST.get('query', '')}")
