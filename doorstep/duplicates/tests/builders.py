"""Pairs and whole databases for tests."""

import json
from collections import Counter
from typing import Any

from django.apps import apps

from doorstep.clients.models import Client
from doorstep.duplicates.models import DuplicatePair
from doorstep.identity.models import WorkspaceRow

#: What a merge and its undo leave behind on purpose: history, and the merge itself.
_HISTORY = {"activity.Entry", "duplicates.Merge", "duplicates.MergePart"}


def make_pair(one: Any, other: Any, strength: str = "confident", score: int = 90) -> DuplicatePair:
    low, high = sorted((one.pk, other.pk))
    workspace = Client.objects.get(pk=low).workspace
    return DuplicatePair.objects.create(
        workspace=workspace, low_id=low, high_id=high, score=score, strength=strength, reasons=["phone"]
    )


def everything() -> dict[str, Any]:
    """All rows of all tables of all workspaces, as text, so that two moments can be compared.

    Of kept counts the sums, since differences are only ever added; of the indexed custom values all but their
    keys, since they are written anew.
    """
    found: dict[str, Any] = {}
    for model in apps.get_models():
        label = model._meta.label
        if not issubclass(model, WorkspaceRow) or label in _HISTORY:
            continue
        names = [field.attname for field in model._meta.concrete_fields]
        if label == "clients.CountDelta":
            sums: Counter[tuple[Any, ...]] = Counter()
            for workspace_id, fact, day, delta in model.objects.values_list(
                "workspace_id", "fact", "day", "delta"
            ):
                sums[workspace_id, fact, day] += delta
            found[label] = {key: total for key, total in sums.items() if total}
            continue
        if label == "clients.CustomValue":
            names.remove("id")
        rows = [
            json.dumps(dict(zip(names, row, strict=True)), default=str, sort_keys=True)
            for row in model._base_manager.values_list(*names)
        ]
        found[label] = sorted(rows)
    return found
