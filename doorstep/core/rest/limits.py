"""How often a program may ask: so many requests a minute for each token (DOORSTEP_API_RATE)."""

import hashlib
import threading
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 60
#: Every process counts by itself and adds to the shared count this often per full allowance: the cache is a
#: table, and asking it on every request would cost more than many of the requests. Several processes may so
#: let a few percent too many through.
_REPORTS = 20

_lock = threading.Lock()
_own: dict[str, tuple[int, int]] = {}  # who -> (window, requests not yet reported)
_full: dict[str, int] = {}  # who -> the window in which the allowance is used up


def seconds_to_wait(request: HttpRequest, member_id: int | None) -> int:
    """How long this token (or signed-in member) has to wait; 0 when it may go on. Counts the request."""
    rate = settings.API_RATE
    if not rate:
        return 0
    who = _who(request, member_id)
    window = int(time.time()) // WINDOW
    if _full.get(who) == window or _is_over(who, window, rate):
        _full[who] = window
        return WINDOW - int(time.time()) % WINDOW
    return 0


def forget() -> None:
    """Count anew in this process; what the others have counted stands."""
    with _lock:
        _own.clear()
        _full.clear()


def _who(request: HttpRequest, member_id: int | None) -> str:
    secret = request.headers.get("Authorization", "")
    return hashlib.sha256(secret.encode()).hexdigest()[:32] if secret else f"member-{member_id}"


def _is_over(who: str, window: int, rate: int) -> bool:
    with _lock:
        last, count = _own.get(who, (window, 0))
        count = count + 1 if last == window else 1
        report = count >= max(1, rate // _REPORTS)
        _own[who] = (window, 0 if report else count)
        if len(_own) > 10_000:  # a day's forgotten tokens
            _own.clear()
            _full.clear()
    return report and _add(f"api-rate:{who}:{window}", count) > rate


def _add(key: str, count: int) -> int:
    """Add to the shared count and answer with it."""
    if cache.add(key, count, WINDOW * 2):
        return count
    try:
        return cache.incr(key, count)
    except ValueError:  # it ran out between the two
        return count
