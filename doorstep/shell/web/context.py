"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The actor and the workspace for templates."""
    actor = getattr(request, "actor", None)
    return {"actor": actor, "workspace": actor.workspace if actor else None}
