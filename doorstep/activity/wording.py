"""How events read on a timeline.

Each app has a table of its own (`wording.py`), config/wording.py joins them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Wording:
    """One kind of event: an icon, and words with %(name)s where a value of the event stands.

    `money`: it speaks of amounts, so only those who may see money read it.
    """

    icon: str
    text: str | Promise
    money: bool = False


@lru_cache(maxsize=1)
def wordings() -> Mapping[str, Wording]:
    """All that are known, by event kind."""
    known: Mapping[str, Wording] = import_string(settings.WORDINGS)
    return known


def wording_of(kind: str) -> Wording:
    """The wording of a kind; one that no table knows is read from its name (job.put_off: Job put off)."""
    known = wordings().get(kind)
    if known:
        return known
    words = kind.replace(".", " ").replace("_", " ")
    return Wording("history", words[:1].upper() + words[1:])


def kinds_about_money() -> list[str]:
    """The kinds that only those who may see money read."""
    return [kind for kind, wording in wordings().items() if wording.money]
