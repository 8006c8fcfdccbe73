"""Kept for imports being moved: see doorstep.identity.doors."""

from doorstep.identity.doors import ActorRequest, member_required, requires

__all__ = ["ActorRequest", "member_required", "requires"]
