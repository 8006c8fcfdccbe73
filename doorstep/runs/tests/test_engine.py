import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.utils import timezone

from doorstep.activity.models import Entry
from doorstep.core.errors import RuleBroken
from doorstep.identity.models import Membership, RoleSetting, Team
from doorstep.runs.actions import cancel_run, queue_run, start_run
from doorstep.runs.engine import MOST_ATTEMPTS, Ending, see_through, work
from doorstep.runs.lease import LEASE
from doorstep.runs.models import Run, RunChunk, RunRow
from doorstep.runs.tests.builders import RENAME, RenameTeams, make_rename, make_teams, team_names

State = Run.State
PLAIN = [f"Team {number}" for number in range(8)]
RENAMED = [f"{name}!" for name in PLAIN]


def stop_after(chunks: int):
    """A `should_pause` that lets that many chunks happen."""
    asked = iter([False] * (chunks - 1) + [True] * 100)
    return lambda: next(asked)


def test_a_run_goes_through_its_records_in_chunks_and_says_what_became_of_each(owner):
    make_teams(owner)
    run = make_rename(owner, at_once=True)
    assert team_names(owner) == RENAMED
    assert (run.state, run.done, run.total, run.counts) == (State.DONE, 8, 8, {"changed": 8})
    rows = RunRow.objects.filter(run=run).order_by("number")
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert rows[0].before == {"name": "Team 0"}
    assert not RunChunk.objects.exists()


def test_a_small_run_is_done_in_the_request_and_a_big_one_waits_for_the_worker(owner):
    make_teams(owner)
    assert make_rename(owner, small=True).state == State.DONE
    big = make_rename(owner)
    assert big.state == State.QUEUED
    assert Entry.objects.filter(kind="run.queued", subject_id=big.pk).count() == 1


def test_a_paused_run_goes_on_at_its_cursor_with_a_new_instance(owner):
    make_teams(owner)
    run = make_rename(owner)
    assert work(run.pk, should_pause=stop_after(1)) is Ending.PAUSED
    assert team_names(owner) == RENAMED[:3] + PLAIN[3:]
    assert work(run.pk) is Ending.OVER
    assert team_names(owner) == RENAMED
    assert RenameTeams.opened == [run.pk, run.pk]


def test_records_that_appear_after_the_start_are_not_in_the_run(owner):
    make_teams(owner)
    run = make_rename(owner)
    work(run.pk, should_pause=stop_after(1))
    Team.objects.create(workspace=owner.workspace, name="Late")
    work(run.pk)
    assert team_names(owner) == [*RENAMED, "Late"]


def test_two_workers_never_have_the_same_run(owner):
    make_teams(owner)
    run = make_rename(owner)
    Run.objects.filter(pk=run.pk).update(state=State.RUNNING, holder="somebody", beat_at=timezone.now())
    assert work(run.pk) is Ending.BUSY
    assert team_names(owner) == PLAIN


def test_a_run_whose_worker_died_is_free_after_the_lease(owner):
    make_teams(owner)
    run = make_rename(owner)
    Run.objects.filter(pk=run.pk).update(
        state=State.RUNNING, holder="somebody", beat_at=timezone.now() - LEASE
    )
    assert work(run.pk) is Ending.OVER
    assert team_names(owner) == RENAMED


def test_a_worker_that_slept_through_its_lease_changes_nothing_more(owner):
    make_teams(owner)
    run = make_rename(owner)

    def somebody_takes_over():
        Run.objects.filter(pk=run.pk).update(holder="somebody else")
        return False

    assert work(run.pk, should_pause=somebody_takes_over) is Ending.BUSY
    assert team_names(owner) == RENAMED[:3] + PLAIN[3:]


def test_cancelling_stops_after_the_chunk_and_leaves_what_is_done(owner):
    make_teams(owner)
    run = make_rename(owner)
    work(run.pk, should_pause=stop_after(1))
    cancel_run(actor=owner, run_id=run.pk)
    work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == (State.CANCELLED, 3, 8)
    assert team_names(owner) == RENAMED[:3] + PLAIN[3:]


def test_a_run_that_has_not_begun_is_cancelled_at_once(owner):
    run = make_rename(owner)
    assert cancel_run(actor=owner, run_id=run.pk).state == State.CANCELLED
    assert work(run.pk) is Ending.OVER
    with pytest.raises(RuleBroken):
        cancel_run(actor=owner, run_id=run.pk)


@pytest.mark.parametrize(("error", "words"), [("rule", "The name is taken."), ("right", "Not yours.")])
def test_a_broken_rule_ends_the_run_with_its_words(owner, error, words):
    make_teams(owner)
    run = make_rename(owner, at_once=True, fail_at=1, error=error)
    assert (run.state, run.error, run.error_id) == (State.FAILED, words, "")
    assert (run.done, team_names(owner)) == (3, RENAMED[:3] + PLAIN[3:])


def test_a_bug_ends_the_run_with_an_id_to_quote_and_no_detail(owner, caplog):
    make_teams(owner)
    run = make_rename(owner, at_once=True, fail_at=1, error="bug")
    assert run.state == State.FAILED
    assert "secret detail" not in run.error
    assert run.error_id in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert team_names(owner) == RENAMED[:3] + PLAIN[3:]


def test_an_error_that_passes_is_raised_for_another_attempt_which_goes_on(owner):
    make_teams(owner)
    run = make_rename(owner, fail_at=1, error="locked")
    with pytest.raises(OperationalError):
        work(run.pk)
    Run.objects.filter(pk=run.pk).update(params={})
    assert work(run.pk) is Ending.OVER
    assert team_names(owner) == RENAMED


def test_a_run_works_with_the_rights_of_now(manager):
    make_teams(manager)
    run = make_rename(manager)
    RoleSetting.objects.create(
        workspace=manager.workspace, role="manager", visibility="all", capabilities=["view_customers"]
    )
    work(run.pk)
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "Manage members" in run.error
    assert team_names(manager) == PLAIN


def test_a_run_never_gets_more_rights_than_it_began_with(owner):
    run = make_rename(owner)
    Run.objects.filter(pk=run.pk).update(rights=["view_customers"])
    work(run.pk)
    run.refresh_from_db()
    assert run.state == State.FAILED


def test_a_run_of_somebody_who_left_fails_in_words(owner):
    run = make_rename(owner)
    Membership.objects.filter(pk=owner.membership_id).update(ended_at=timezone.now())
    work(run.pk)
    run.refresh_from_db()
    assert (run.state, "not a member" in run.error) == (State.FAILED, True)


def test_starting_needs_the_kinds_capability(technician):
    with pytest.raises(PermissionDenied):
        make_rename(technician)


def test_a_run_with_open_questions_waits_until_it_is_queued(owner):
    make_teams(owner)
    run = start_run(actor=owner, kind=RENAME, title="Rename", waiting=True)
    assert work(run.pk) is Ending.OVER
    queue_run(actor=owner, run_id=run.pk, params={"answer": 1})
    assert work(run.pk) is Ending.OVER
    run.refresh_from_db()
    assert (run.state, run.params) == (State.DONE, {"answer": 1})
    with pytest.raises(RuleBroken):
        queue_run(actor=owner, run_id=run.pk)


def test_another_workspaces_run_is_not_there(owner, stranger):
    run = make_rename(owner)
    for action in (cancel_run, queue_run):
        with pytest.raises(Run.DoesNotExist):
            action(actor=stranger, run_id=run.pk)


def test_who_sees_only_some_records_sees_only_their_own_runs(owner, technician):
    run = make_rename(owner)
    assert list(Run.objects.visible_to(owner)) == [run]
    assert not Run.objects.visible_to(technician).exists()


def test_a_run_that_no_worker_survives_is_given_up_in_words(owner):
    make_teams(owner)
    run = make_rename(owner)
    Run.objects.filter(pk=run.pk).update(attempts=MOST_ATTEMPTS)
    work(run.pk)
    run.refresh_from_db()
    assert (run.state, "again and again" in run.error) == (State.FAILED, True)


def test_getting_further_and_giving_way_are_no_failed_attempts(owner):
    make_teams(owner)
    run = make_rename(owner)
    Run.objects.filter(pk=run.pk).update(attempts=MOST_ATTEMPTS - 1)
    work(run.pk, should_pause=stop_after(1))
    run.refresh_from_db()
    assert run.attempts == 0


def test_a_command_sees_a_run_through_even_when_a_worker_has_it(owner, monkeypatch):
    make_teams(owner)
    run = make_rename(owner)
    Run.objects.filter(pk=run.pk).update(state=State.RUNNING, holder="a worker", beat_at=timezone.now())

    def the_worker_ends(_seconds):
        Run.objects.filter(pk=run.pk).update(beat_at=timezone.now() - LEASE)

    monkeypatch.setattr("doorstep.runs.engine.time.sleep", the_worker_ends)
    assert see_through(run.pk).state == State.DONE
    assert team_names(owner) == RENAMED
