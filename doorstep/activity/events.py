"""The base of all events, where the apps above look for it."""

from doorstep.core.events import Event

__all__ = ["Event"]
