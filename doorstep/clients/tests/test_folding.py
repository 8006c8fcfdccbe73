from datetime import date

from doorstep.clients.counts import counted
from doorstep.clients.folding import fold_counts
from doorstep.clients.models import CountDelta

TOTAL = CountDelta.Fact.TOTAL
DAY = date(2026, 3, 1)
LATER = date(2026, 3, 2)


def add(workspace, day, *deltas, fact=TOTAL):
    CountDelta.objects.bulk_create(
        CountDelta(workspace=workspace, fact=fact, day=day, delta=delta) for delta in deltas
    )


def rows(workspace):
    return list(
        CountDelta.objects.filter(workspace=workspace).order_by("fact", "day").values_list("day", "delta")
    )


def test_folding_leaves_one_row_per_day_with_the_same_counts(workspace):
    add(workspace, DAY, 5, 3, -1)
    add(workspace, LATER, 2)
    assert fold_counts(workspace_id=workspace.pk) == 2
    assert rows(workspace) == [(DAY, 7), (LATER, 2)]
    assert counted(workspace.pk, TOTAL) == 9


def test_differences_that_cancel_out_leave_no_row(workspace):
    add(workspace, DAY, 4, -4)
    assert fold_counts(workspace_id=workspace.pk) == 2
    assert rows(workspace) == []


def test_folding_keeps_facts_and_workspaces_apart(workspace, other_workspace):
    add(workspace, DAY, 1, 1)
    add(workspace, DAY, 1, fact=CountDelta.Fact.PAID)
    add(other_workspace, DAY, 1, 1)
    fold_counts(workspace_id=workspace.pk)
    assert rows(workspace) == [(DAY, 2), (DAY, 1)]
    assert rows(other_workspace) == [(DAY, 1), (DAY, 1)]
