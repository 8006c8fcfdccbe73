"""Addresses of the page one is on, with changes: list state lives in the URL."""

from collections.abc import Iterable

from django.http import HttpRequest, QueryDict


def _written(params: QueryDict) -> str:
    return f"?{params.urlencode()}" if params else "?"


def with_changes(request: HttpRequest, changes: dict[str, object]) -> str:
    """The current query string with `changes`; None or "" takes a key out, a list sets several values."""
    params = request.GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            params.pop(key, None)
        elif isinstance(value, Iterable) and not isinstance(value, str):
            params.setlist(key, [str(each) for each in value])
        else:
            params[key] = str(value)
    return _written(params)


def without_value(request: HttpRequest, key: str, value: object, also: Iterable[str] = ()) -> str:
    """The current query string without one value of a key that may have several, and without `also`."""
    params = request.GET.copy()
    left = [each for each in params.getlist(key) if each != str(value)]
    if left:
        params.setlist(key, left)
    else:
        params.pop(key, None)
    for other in also:
        params.pop(other, None)
    return _written(params)
