"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from doorstep.shell.navigation import links_for, navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """The actor, the workspace and the ways on, for templates. No statement of its own."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "workspace": None}
    tables = navigation()
    return {
        "actor": actor,
        "workspace": actor.workspace,
        "member_name": actor.name,
        "navigation": links_for(actor, tables.pages, request.path),
        "create_menu": links_for(actor, tables.create),
        "member_menu": links_for(actor, tables.member),
        "workspaces": [member.workspace for member in getattr(request, "memberships", ())],
        "switch_workspace_url": reverse("identity:switch_workspace"),
        "palette_url": reverse("shell:palette"),
        "bell_url": reverse("notifications:list"),
        "bell_count_url": reverse("notifications:count"),
    }
