"""Remembering which column was what, for the next file with the same header."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from doorstep.core.text import fold
from doorstep.identity.models import Workspace
from doorstep.transfer.intake.plan import Plan
from doorstep.transfer.models import MappingMemory


def header_key(header: Sequence[str]) -> str:
    """What a header is remembered by."""
    return hashlib.sha256("\x1f".join(fold(name) for name in header).encode()).hexdigest()


def recall(workspace: Workspace, header: Sequence[str]) -> MappingMemory | None:
    """What was chosen for the last file with this header."""
    return MappingMemory.objects.filter(workspace=workspace, header_key=header_key(header)).first()


def remember(workspace: Workspace, header: Sequence[str], plan: Plan) -> dict[str, Any]:
    """Offer the plan's mapping for the next file with this header; what `forget` needs to take it back."""
    old = recall(workspace, header)
    now = timezone.now()
    MappingMemory.objects.update_or_create(
        workspace=workspace,
        header_key=header_key(header),
        defaults={"mapping": dict(plan.mapping), "profile": plan.profile, "used_at": now},
    )
    before = old and {"mapping": old.mapping, "profile": old.profile, "used_at": old.used_at.isoformat()}
    return {"key": header_key(header), "used_at": now.isoformat(), "before": before}


def forget(workspace: Workspace, remembered: dict[str, Any] | None) -> None:
    """Put the memory back as it was before `remember`, unless a later import uses it by now."""
    if not remembered:
        return
    used_at = datetime.fromisoformat(remembered["used_at"])
    rows = MappingMemory.objects.filter(workspace=workspace, header_key=remembered["key"], used_at=used_at)
    if before := remembered["before"]:
        rows.update(**{**before, "used_at": datetime.fromisoformat(before["used_at"])})
    else:
        rows.delete()
