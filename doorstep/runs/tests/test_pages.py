"""The pages of long work, as a browser meets them."""

import pytest
from django.urls import reverse

from doorstep.identity.models import Team
from doorstep.runs.engine import work
from doorstep.runs.models import Run, RunRow, WorkerBeat
from doorstep.runs.tests.builders import make_rename, make_teams, team_names

HTMX = {"HTTP_HX_REQUEST": "true"}


def url(name, run, **query):
    address = reverse(f"runs:{name}", args=[run.pk])
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}"


@pytest.fixture
def done(owner):
    make_teams(owner)
    return make_rename(owner, at_once=True)


@pytest.fixture
def browser(owner, client_for):
    return client_for(owner)


def test_the_list_shows_the_latest_runs_and_its_empty_state(owner, browser):
    assert "Nothing has run yet" in browser.get("/runs/").content.decode()
    run = make_rename(owner)
    page = browser.get("/runs/").content.decode()
    assert run.title in page
    assert f"/runs/{run.pk}/" in page


def test_a_waiting_run_polls_and_says_when_no_worker_is_there(owner, browser):
    run = make_rename(owner)
    page = browser.get(url("run", run)).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert "No worker is running" in page
    WorkerBeat.objects.create(name="w")
    assert "No worker is running" not in browser.get(url("progress", run)).content.decode()


def test_the_progress_survives_a_reload_and_stops_polling_when_it_is_over(owner, browser):
    make_teams(owner)
    run = make_rename(owner)
    work(run.pk, should_pause=lambda: True)
    assert "3 / 8" in browser.get(url("run", run)).content.decode()
    work(run.pk)
    page = browser.get(url("progress", run)).content.decode()
    assert "every 1s" not in page
    assert "Result as CSV" in page


def test_refusals_are_listed_with_their_reason(owner, browser):
    make_teams(owner, 3)
    run = make_rename(owner)
    work(run.pk, should_pause=lambda: True)
    RunRow.objects.create(run=run, workspace=run.workspace, number=9, outcome="refused", reason="Not <there>")
    Run.objects.filter(pk=run.pk).update(counts={"changed": 3, "refused": 1})
    page = browser.get(url("run", run)).content.decode()
    assert "Not &lt;there&gt;" in page
    assert f"{url('run', run, outcome='changed')}#rows" in page


def test_a_failure_shows_its_words_and_the_id_to_quote(owner, browser):
    make_teams(owner)
    run = make_rename(owner, at_once=True, fail_at=1, error="bug")
    page = browser.get(url("run", run)).content.decode()
    assert run.error in page
    assert run.error_id in page


def test_stopping_leads_back_to_the_run(owner, browser):
    run = make_rename(owner)
    answer = browser.post(url("cancel", run))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/runs/{run.pk}/")
    run.refresh_from_db()
    assert run.state == Run.State.CANCELLED
    assert browser.post(url("cancel", run)).status_code == 303


def test_a_toasts_undo_answers_with_a_toast(owner, browser, done):
    answer = browser.post(url("undo", done), **HTMX)
    assert "8 changes taken back." in answer.headers["HX-Trigger"]
    assert team_names(owner) == [f"Team {number}" for number in range(8)]
    again = browser.post(url("undo", done), **HTMX)
    assert "already" in again.headers["HX-Trigger"]


def test_an_undo_that_kept_something_shows_it(owner, browser, done):
    Team.objects.filter(name="Team 3!").update(name="Night shift")
    answer = browser.post(url("undo", done), **HTMX)
    undo = Run.objects.get(undo_of=done)
    assert answer.headers["HX-Redirect"] == f"/runs/{undo.pk}/"
    assert "Changed since." in browser.get(url("run", undo)).content.decode()


def test_a_big_undo_asks_for_the_word(owner, browser, done, monkeypatch):
    monkeypatch.setattr("doorstep.runs.web.showing.BIG", 5)
    assert "UNDO" in browser.get(url("undo", done)).content.decode()
    refused = browser.post(url("undo", done), {"confirm": "yes", "from-page": "1"})
    assert refused.status_code == 422
    assert not Run.objects.filter(undo_of=done).exists()
    answer = browser.post(url("undo", done), {"confirm": "UNDO", "from-page": "1"})
    assert answer.status_code == 303
    assert team_names(owner)[0] == "Team 0"


def test_the_result_downloads_as_csv(browser, done):
    answer = browser.get(url("rows", done, outcome="changed"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Row,Outcome,Reason,Record id,Record"
    assert len(lines) == 9
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_a_result_of_many_rows_is_read_in_parts(browser, done, monkeypatch):
    monkeypatch.setattr("doorstep.runs.queries.ROWS_AT_ONCE", 3)
    lines = b"".join(browser.get(url("rows", done)).streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [str(number) for number in range(1, 9)]


@pytest.mark.parametrize("page", ["run", "progress", "undo", "rows", "file"])
def test_another_workspace_finds_nothing(stranger, client_for, done, page):
    assert client_for(stranger).get(url(page, done)).status_code == 404


@pytest.mark.parametrize("page", ["cancel", "undo"])
def test_another_workspace_changes_nothing(stranger, client_for, done, page):
    assert client_for(stranger).post(url(page, done)).status_code == 404


def test_a_role_without_the_right_takes_nothing_back(technician, client_for, done):
    Run.objects.filter(pk=done.pk).update(created_by=technician.membership_id)
    assert client_for(technician).post(url("undo", done)).status_code == 403
