import pytest
from django.core.exceptions import PermissionDenied

from doorstep.core.errors import RuleBroken
from doorstep.identity.models import Team
from doorstep.runs.actions import cancel_run, undo_run, why_not_undo
from doorstep.runs.engine import work
from doorstep.runs.models import Run, RunRow
from doorstep.runs.tests.builders import make_rename, make_teams, team_names

PLAIN = [f"Team {number}" for number in range(8)]


def test_an_undo_takes_everything_back_from_the_last_to_the_first(owner):
    make_teams(owner)
    undo = undo_run(actor=owner, run_id=make_rename(owner, at_once=True).pk)
    assert team_names(owner) == PLAIN
    assert (undo.state, undo.counts) == (Run.State.DONE, {"undone": 8})
    numbers = RunRow.objects.filter(run=undo).order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [8, 7, 6, 5, 4, 3, 2, 1]


def test_what_was_changed_since_is_kept_and_named(owner):
    teams = make_teams(owner)
    run = make_rename(owner, at_once=True)
    Team.objects.filter(pk=teams[2].pk).update(name="Night shift")
    undo = undo_run(actor=owner, run_id=run.pk)
    assert undo.counts == {"undone": 7, "kept": 1}
    kept = RunRow.objects.get(run=undo, outcome="kept")
    assert (kept.client_id, kept.reason) == (teams[2].pk, "Changed since.")
    assert team_names(owner)[2] == "Night shift"


def test_a_run_is_undone_once(owner):
    make_teams(owner)
    run = make_rename(owner, at_once=True)
    undo_run(actor=owner, run_id=run.pk)
    with pytest.raises(RuleBroken, match="already"):
        undo_run(actor=owner, run_id=run.pk)


def test_an_undo_cannot_be_undone(owner):
    make_teams(owner)
    undo = undo_run(actor=owner, run_id=make_rename(owner, at_once=True).pk)
    with pytest.raises(RuleBroken, match="cannot be undone"):
        undo_run(actor=owner, run_id=undo.pk)


def test_a_failed_run_is_undone_as_far_as_it_came(owner):
    make_teams(owner)
    run = make_rename(owner, at_once=True, fail_at=1, error="bug")
    assert undo_run(actor=owner, run_id=run.pk).counts == {"undone": 3}
    assert team_names(owner) == PLAIN


def test_a_run_under_way_is_not_undone(owner):
    make_teams(owner)
    run = make_rename(owner)
    with pytest.raises(RuleBroken, match="under way"):
        undo_run(actor=owner, run_id=run.pk)


def test_nothing_done_is_nothing_to_take_back(owner):
    run = make_rename(owner, at_once=True)
    assert why_not_undo(actor=owner, run=run) == "There is nothing to take back."


def test_a_cancelled_undo_is_gone_on_with(owner, monkeypatch):
    monkeypatch.setattr("doorstep.runs.undo.ROWS_PER_STEP", 3)
    make_teams(owner)
    run = make_rename(owner, at_once=True)
    first = undo_run(actor=owner, run_id=run.pk, at_once=False)
    work(first.pk, should_pause=lambda: True)
    cancel_run(actor=owner, run_id=first.pk)
    work(first.pk)
    second = undo_run(actor=owner, run_id=run.pk)
    assert (second.counts, second.total) == ({"undone": 5}, 5)
    assert team_names(owner) == PLAIN


def test_undoing_needs_the_capability_and_the_workspace(owner, technician, stranger):
    make_teams(owner)
    run = make_rename(owner, at_once=True)
    with pytest.raises(Run.DoesNotExist):
        undo_run(actor=stranger, run_id=run.pk)
    Run.objects.filter(pk=run.pk).update(created_by=technician.membership_id)
    with pytest.raises(PermissionDenied):
        undo_run(actor=technician, run_id=run.pk)
