"""What a table of navigation is made of (config/navigation.py has the tables)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from doorstep.core.permissions import Capability
from doorstep.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """A way to a page. `name`: of the URL; `key`: its letter after g; `short`: the label of the sidebar."""

    label: str | Promise
    name: str
    icon: str
    key: str = ""
    capability: Capability | None = None
    short: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Navigation:
    """The three tables."""

    pages: tuple[Entry, ...]
    create: tuple[Entry, ...]
    member: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a template draws it."""

    label: str | Promise
    url: str
    icon: str
    key: str = ""
    active: bool = False


@lru_cache(maxsize=1)
def navigation() -> Navigation:
    """The tables in use."""
    tables: Navigation = import_string(settings.NAVIGATION)
    return tables


def links_for(actor: Actor, entries: Iterable[Entry], path: str = "", *, whole: bool = False) -> list[Link]:
    """The entries the actor may use; the one that `path` lies under is active. `whole`: with long labels."""
    allowed = [(entry, reverse(entry.name)) for entry in entries if _may(actor, entry)]
    return [
        Link(
            label=entry.label if whole else entry.short or entry.label,
            url=url,
            icon=entry.icon,
            key=entry.key,
            active=path == url or (url != "/" and path.startswith(f"{url.rstrip('/')}/")),
        )
        for entry, url in allowed
    ]


def _may(actor: Actor, entry: Entry) -> bool:
    return entry.capability is None or actor.can(entry.capability)
