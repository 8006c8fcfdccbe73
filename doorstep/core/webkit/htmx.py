"""Answers that htmx understands: toasts, events, leaving the page, and fragment or whole page."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

_UNDO = "undo:"


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asked, so that a fragment is wanted rather than a page."""
    return request.headers.get("HX-Request") == "true"


def trigger(response: HttpResponse, event: str, detail: dict[str, Any] | None = None) -> HttpResponse:
    """Add one event to the answer's `HX-Trigger`; it happens in the browser when the answer arrives."""
    events: dict[str, Any] = json.loads(response.headers.get("HX-Trigger", "{}"))
    events[event] = detail or {}
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def toast(
    response: HttpResponse, text: object, *, level: str = "success", undo_url: str = ""
) -> HttpResponse:
    """Show a toast with the answer. `level`: success, info, warning, error; Undo POSTs to `undo_url`."""
    return trigger(response, "toast", {"text": str(text), "level": level, "undo": undo_url})


def flash(request: HttpRequest, text: object, *, level: int = messages.SUCCESS, undo_url: str = "") -> None:
    """Show a toast on the next page that is loaded whole (after a redirect)."""
    messages.add_message(request, level, str(text), extra_tags=_UNDO + undo_url if undo_url else "")


def undo_url_of(message: Any) -> str:
    """The address behind the Undo of a message made by `flash`, or ""."""
    tags = str(getattr(message, "extra_tags", "") or "")
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""


def go_to(request: HttpRequest, to: str, *args: Any, **kwargs: Any) -> HttpResponse:
    """Leave after a change: 303 for a plain form, `HX-Redirect` for htmx. `to`: a path or a URL name."""
    address = to if to.startswith("/") else reverse(to, args=args, kwargs=kwargs)
    if is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)


def close_dialog(response: HttpResponse) -> HttpResponse:
    """Close the sheet or modal that the request came from."""
    return trigger(response, "close-dialog")
