from datetime import UTC, date, datetime

import pytest
from django.db import DataError, connection

from doorstep.core.bulk import insert_rows, reserve_ids, update_rows
from doorstep.identity.models import Team, Workspace
from doorstep.runs.models import Run, ScheduledTask

ODD = 'O\'Brien "& Söhne" \\ {x} %s\n☎'
MOMENT = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def test_what_is_inserted_reads_back_as_it_was(workspace):
    columns = ["workspace_id", "kind", "title", "state", "params", "cursor", "done", "counts", "created_at"]
    columns += ["error", "error_id", "file", "file_name", "via", "rights", "holder", "attempts", "started_at"]
    row = [workspace.pk, "k", ODD, "queued", {"a": [1, ODD, None]}, {}, 7, {}, MOMENT]
    row += ["", "", "", "", "web", [], "", 0, None]
    assert insert_rows(Run, columns, [row]) == 1
    run = Run.objects.get()
    assert (run.title, run.params, run.done) == (ODD, {"a": [1, ODD, None]}, 7)
    assert (run.created_at, run.started_at) == (MOMENT, None)


def test_rows_are_updated_by_key_and_missing_ones_passed_over(workspace, other_workspace):
    day = date(2026, 3, 1)
    rows = [(workspace.pk, ODD, day), (other_workspace.pk, "Plain", None), (999_999, "Nobody", None)]
    update_rows(Workspace, ["name", "figures_on"], rows)
    found = Workspace.objects.order_by("pk").values_list("name", "figures_on")
    assert list(found) == [(ODD, day), ("Plain", None)]


def test_reserved_ids_are_fresh_and_used_by_nobody_later(workspace):
    first = Team.objects.create(workspace=workspace, name="First")
    ids = reserve_ids(Team, 3)
    assert len(set(ids)) == 3
    assert min(ids) > first.pk
    insert_rows(Team, ["id", "workspace_id", "name"], [(pk, workspace.pk, f"Team {pk}") for pk in ids])
    assert Team.objects.create(workspace=workspace, name="Last").pk > max(ids)


def test_ids_are_reserved_before_the_first_row_too(db):
    if connection.vendor == "sqlite":
        ScheduledTask.objects.all().delete()
    ids = reserve_ids(ScheduledTask, 2)
    insert_rows(ScheduledTask, ["id", "name", "next_at"], [(pk, str(pk), MOMENT) for pk in ids])
    assert list(ScheduledTask.objects.order_by("pk").values_list("pk", flat=True)) == ids


def test_more_rows_than_one_statement_takes_are_split(workspace, monkeypatch):
    monkeypatch.setattr("doorstep.core.bulk.ROWS_PER_STATEMENT", 2)
    rows = [(workspace.pk, f"Team {number}") for number in range(5)]
    assert insert_rows(Team, ["workspace_id", "name"], rows) == 5
    assert Team.objects.count() == 5


def test_a_column_that_is_not_there_is_named(workspace):
    with pytest.raises(ValueError, match="Team has no column colour"):
        insert_rows(Team, ["colour"], [("red",)])


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite takes any length")
def test_a_text_that_is_too_long_is_refused_not_cut(workspace):
    with pytest.raises(DataError):
        insert_rows(Team, ["workspace_id", "name"], [(workspace.pk, "x" * 81)])
