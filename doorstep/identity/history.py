"""The way up to the history: activity stands above identity, so the settings name its recorder."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

from doorstep.core.events import Event
from doorstep.identity.actor import Actor


@lru_cache(maxsize=1)
def _recorder() -> Callable[..., Any]:
    recorder: Callable[..., Any] = import_string(settings.EVENT_RECORDER)
    return recorder


def record_event(event: Event, *, actor: Actor, about: models.Model | None = None) -> None:
    """Write one event and queue what follows, in the caller's transaction (see activity.actions)."""
    _recorder()(event, actor=actor, about=about)
