"""Every address there is, found in the URL configuration itself."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.doors.world import Ids

#: Addresses of libraries, which have tests of their own: signing in (allauth).
LIBRARIES = ("account/",)
API = "api/v1/"


def pages() -> dict[str, list[str]]:
    """URL name -> the names of its parameters, of every page and fragment of ours."""
    return {
        name: list(pattern.pattern.converters)
        for address, name, pattern in _walk(get_resolver().url_patterns)
        if not address.startswith((*LIBRARIES, API)) or name.startswith("identity:")
    }


def _walk(patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = "") -> Iterator[tuple]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            name = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, address, name)
        else:
            yield address, f"{space}{pattern.name}", pattern


def arguments(parameters: list[str], ids: Ids, changed: Ids) -> Ids:
    """What to fill into the address: the company's ids, some of them exchanged."""
    return {name: changed.get(name, ids.get(name, "x")) for name in parameters}
