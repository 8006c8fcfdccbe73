"""A script for inside a Stage: `import_stage.py prepare FILE` queues an import, `state RUN` tells its end."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any


def prepare(path: Path) -> int:
    from django.core.files.base import File

    from doorstep.identity.models import Workspace
    from doorstep.identity.tests.builders import actor_of, make_member, make_workspace
    from doorstep.transfer.actions.importing import run_import, upload_customers
    from doorstep.transfer.tests.builders import make_types

    number = Workspace.objects.count() + 1
    workspace = make_workspace(slug=f"imported-{number}")
    actor = actor_of(make_member(workspace, email=f"owner{number}@example.com"))
    make_types(actor)
    with path.open("rb") as file:
        run = upload_customers(actor=actor, file=File(file, name="customers.csv"))
    return run_import(actor=actor, run_id=run.pk).pk


def state(run_id: int) -> dict[str, Any]:
    from doorstep.clients.cards import rebuild_figures
    from doorstep.clients.models import Client
    from doorstep.runs.models import Run

    run = Run.objects.get(pk=run_id)
    clients = Client.objects.filter(workspace=run.workspace)
    whole = hashlib.sha256()
    for client in clients.order_by("pk").prefetch_related("phones", "properties", "client_tags__tag"):
        # Not the keys: the other import's customers may stand between them.
        parts: list[Any] = [client.name, client.email, client.custom, client.version]
        parts += sorted((phone.typed, phone.e164) for phone in client.phones.all())
        parts += sorted((place.line1, place.postcode) for place in client.properties.all())
        parts += sorted(row.tag.name for row in client.client_tags.all())
        whole.update(repr(parts).encode())
    said = list(run.rows.order_by("number").values_list("number", "outcome"))
    whole.update(repr(said).encode())
    return {
        "state": run.state,
        "done": run.done,
        "counts": run.counts,
        "rows": len(said),
        "wrong_cards": rebuild_figures(workspace=run.workspace, check=True),
        "whole": whole.hexdigest(),
    }


if __name__ == "__main__":
    import django

    django.setup()
    what, given = sys.argv[1:]
    print(json.dumps(prepare(Path(given)) if what == "prepare" else state(int(given))))
