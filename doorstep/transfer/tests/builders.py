"""Files of customers, imports of them, and the whole workspace for comparing."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile

from doorstep.clients.models import CountDelta, CustomValue
from doorstep.customers.tests.builders import make_type
from doorstep.identity.actor import Actor
from doorstep.runs.actions import undo_run
from doorstep.runs.engine import work
from doorstep.runs.models import Run
from doorstep.transfer.actions.importing import plan_import, run_import, try_import, upload_customers
from doorstep.transfer.intake.plan import Plan

HEADER = (
    "first_name",
    "last_name",
    "business_name",
    "phone",
    "email",
    "address",
    "city",
    "state",
    "zip",
    "tags",
)
#: What an import leaves behind besides customers: history, runs, sessions, and what counts them.
_NOT_COMPARED = {"activity", "runs", "sessions", "django_tasks_database", "contenttypes", "usersessions"}


def rows_of(*rows: dict[str, str], header: Sequence[str] = HEADER, delimiter: str = ",") -> str:
    """A CSV file with the header and these rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def person(last_name: str = "Doe", first_name: str = "Jane", **cells: str) -> dict[str, str]:
    return {"first_name": first_name, "last_name": last_name, **cells}


def make_types(actor: Actor) -> None:
    make_type(actor.workspace, "Residential", "person")
    make_type(actor.workspace, "Commercial", "company")


def upload(
    actor: Actor, content: str | bytes, name: str = "customers.csv", profile: str = "", **reading: Any
) -> Run:
    """An import that waits for the mapping page; the usual customer types are there."""
    make_types(actor)
    data = content.encode() if isinstance(content, str) else content
    return upload_customers(
        actor=actor, file=ContentFile(data, name=name), profile=profile, reading=reading or None
    )


def planned(
    actor: Actor, content: str | bytes, *, profile: str = "", reading: Any = None, **plan: Any
) -> Run:
    """An import ready to run; `plan`: what differs from the suggested Plan, `mapping` adds to it."""
    run = upload(actor, content, profile=profile, **(reading or {}))
    suggested = Plan.of(run)
    plan["mapping"] = suggested.mapping | plan.get("mapping", {})
    return plan_import(actor=actor, run_id=run.pk, plan=replace(suggested, **plan))


def bring_in(actor: Actor, content: str | bytes, **plan: Any) -> Run:
    """Import it all at once; the finished run."""
    run = planned(actor, content, **plan)
    run_import(actor=actor, run_id=run.pk)
    return finished(run)


def try_dry(actor: Actor, content: str | bytes, **plan: Any) -> Run:
    """Its finished dry run."""
    run = planned(actor, content, **plan)
    return finished(try_import(actor=actor, run_id=run.pk))


def finished(run: Run) -> Run:
    work(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.error
    return run


def take_back(actor: Actor, run: Run) -> Run:
    return undo_run(actor=actor, run_id=run.pk, at_once=True)


def outcomes(run: Run) -> list[tuple[int, str]]:
    """(row number, outcome), in order of the file."""
    return list(run.rows.order_by("number", "pk").values_list("number", "outcome"))


def reasons(run: Run) -> dict[int, str]:
    return dict(run.rows.values_list("number", "reason"))


def everything() -> dict[str, Any]:
    """All rows of all tables, by table and key; the kept counts as sums, derived values without their ids."""
    tables: dict[str, Any] = {}
    for model in apps.get_models():
        if model._meta.app_label in _NOT_COMPARED or model is CountDelta or not model._meta.managed:
            continue
        rows = model._default_manager.order_by("pk").values()
        if found := {row[model._meta.pk.attname]: row for row in rows}:
            tables[model._meta.label] = found
    values = CustomValue.objects.values("field_id", "client_id", "text", "number")
    tables["clients.CustomValue"] = {(row["field_id"], row["client_id"]): row for row in values}
    counts: Counter[Any] = Counter()
    for workspace_id, fact, day, delta in CountDelta.objects.values_list(
        "workspace_id", "fact", "day", "delta"
    ):
        counts[workspace_id, fact, day] += delta
    tables["counts"] = {key: count for key, count in counts.items() if count}
    return tables


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterable[tuple[str, Any, Any, Any]]:
    """Each row that is not the same, for a failing test to show."""
    for table in before.keys() | after.keys():
        old, new = before.get(table, {}), after.get(table, {})
        for key in old.keys() | new.keys():
            if old.get(key) != new.get(key):
                yield table, key, old.get(key), new.get(key)
