"""Requests that may be sent again: a POST with an Idempotency-Key takes effect once."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from doorstep.activity.models import HandledRequest
from doorstep.core.db import one_change
from doorstep.core.rest.problems import problem
from doorstep.identity.actor import Actor

P = ParamSpec("P")
KEPT_FOR = timedelta(hours=24)
_LONGEST_KEY = 200


def repeatable(
    operation: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give an operation that changes something one transaction, and its first answer to a repetition.

    The key is taken in the same transaction as the change: of two requests at the same moment one waits for
    the other and then gets its answer; a request that failed leaves no trace and may be tried again.
    """

    @wraps(operation)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "").strip()
        actor: Actor | None = getattr(request, "actor", None)
        if not key or actor is None or actor.membership_id is None:
            return operation(request, *args, **kwargs)
        if len(key) > _LONGEST_KEY:
            return problem(400, _("An Idempotency-Key has at most 200 characters."))
        print_ = _fingerprint(request)
        try:
            with one_change():
                handled = HandledRequest.objects.create(
                    workspace=actor.workspace, member_id=actor.membership_id, key=key, fingerprint=print_
                )
                response = operation(request, *args, **kwargs)
                _keep(handled, response)
                return response
        except IntegrityError:
            first = HandledRequest.objects.filter(
                workspace=actor.workspace, member_id=actor.membership_id, key=key
            ).first()
            if first is None:  # it was another constraint: an error of ours, not a repetition
                raise
            return _answer_again(first, print_)

    return run


def _keep(handled: HandledRequest, response: HttpResponse) -> None:
    if response.status_code >= 400:
        transaction.set_rollback(True)
        return
    handled.status = response.status_code
    handled.body = response.content.decode()
    handled.headers = {
        name: response[name] for name in ("Content-Type", "ETag", "Location") if name in response
    }
    handled.save(update_fields=["status", "body", "headers"])


def _answer_again(first: HandledRequest, fingerprint: str) -> HttpResponse:
    if first.fingerprint != fingerprint:
        return problem(
            422, _("This Idempotency-Key was used for another request. Take a new key for a new request.")
        )
    return HttpResponse(
        first.body.encode(), status=first.status, headers={**first.headers, "Idempotency-Replayed": "true"}
    )


def _fingerprint(request: HttpRequest) -> str:
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, value in sorted(request.POST.items()):
            found.update(f"{name}={value}\n".encode())
        for name, file in sorted(request.FILES.items()):
            found.update(f"{name}\n".encode())
            for chunk in _chunks(file):
                found.update(chunk)
    else:
        found.update(request.body)
    return found.hexdigest()


def _chunks(file: Any) -> Any:
    yield from file.chunks()
    file.seek(0)


def forget_old_requests() -> int:
    """Delete the keys of requests older than a day; how many."""
    return HandledRequest.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]
