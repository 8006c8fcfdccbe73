"""What a member was told: the bell's number, the list, opening one, and the choice of e-mails."""

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from doorstep.core.webkit.dialogs import done
from doorstep.core.webkit.htmx import flash
from doorstep.core.webkit.panels import posted
from doorstep.identity.doors import ActorRequest, member_required
from doorstep.notifications import actions
from doorstep.notifications.kinds import NotificationKind, notification_kinds
from doorstep.notifications.models import Notification
from doorstep.notifications.queries import kinds_by_email, newest_first, unread_count
from doorstep.notifications.web.forms import ChoicesForm

_SIZE = 50


@require_GET
@member_required
def index(request: ActorRequest) -> HttpResponse:
    """GET /notifications: the newest first, 50 a page; `before`: the id to go on after."""
    rows = newest_first(request.actor)
    before = str(request.GET.get("before", ""))
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: _SIZE + 1])
    context = {
        "shown": [(row, _icon(row)) for row in found[:_SIZE]],
        "older": found[_SIZE - 1].pk if len(found) > _SIZE else None,
        "unread": unread_count(request.actor),
    }
    return render(request, "notifications/list.html", context)


def _icon(row: Notification) -> str:
    return notification_kinds().get(row.kind, NotificationKind("", "bell")).icon


@require_GET
@member_required
def count(request: ActorRequest) -> HttpResponse:
    """GET /notifications/count: {"unread": n} for the bell in the top bar."""
    answer = JsonResponse({"unread": unread_count(request.actor)})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_GET
@member_required
def open_one(request: ActorRequest, notification_id: int) -> HttpResponse:
    """GET /notifications/<id>: on to what it is about; opening it is reading it, also from an e-mail."""
    row = actions.mark_read(actor=request.actor, notification_id=notification_id)
    # Only ever a path of ours: what a row says is not followed to another place.
    ours = row.url.startswith("/") and not row.url.startswith("//")
    return HttpResponseRedirect(row.url if ours else reverse("notifications:list"))


@require_POST
@member_required
def read_all(request: ActorRequest) -> HttpResponse:
    """POST /notifications/read: all of them are read."""
    actions.mark_all_read(actor=request.actor)
    return done(request, reverse("notifications:list"), _("All notifications are marked as read."))


@require_http_methods(["GET", "POST"])
@member_required
def choices(request: ActorRequest) -> HttpResponse:
    """GET, POST /notifications/choices: which kinds come by e-mail too."""
    form = ChoicesForm(posted(request), initial={"by_email": kinds_by_email(request.actor)})
    if form.is_valid():
        with form.showing_broken_rules():
            actions.choose_emails(actor=request.actor, kinds=form.cleaned_data["by_email"])
            flash(request, _("Saved."))
            return HttpResponseRedirect(reverse("notifications:list"), status=303)
    return render(request, "notifications/choices.html", {"form": form}, status=form.status)
