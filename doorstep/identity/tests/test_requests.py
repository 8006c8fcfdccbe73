"""What a request finds around it: its actor, its language, its wall, and words when it may not or cannot."""

import logging
import re

import pytest
from django.db import connection
from django.utils import timezone, translation

from doorstep.identity import actions, wall
from doorstep.identity.models import Membership
from doorstep.identity.tests.builders import make_member, make_team, make_user, make_workspace

pytestmark = [pytest.mark.django_db, pytest.mark.urls("doorstep.identity.tests.urls")]

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no row-level security"
)


@pytest.fixture(autouse=True)
def language_of_the_next_test():
    yield
    translation.activate("en-us")


def test_strangers_go_to_the_sign_in_page_and_come_back(client, workspace):
    answer = client.get("/plain?q=1")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/plain%3Fq%3D1")


def test_a_person_without_a_workspace_is_told_so(client, workspace):
    client.force_login(make_user())
    answer = client.get("/plain")
    assert answer.status_code == 403
    assert "not a member of any workspace" in answer.content.decode()


def test_a_member_without_the_right_is_told_which(manager, owner, client_for):
    answer = client_for(manager).get("/guarded")
    assert answer.status_code == 403
    assert "Export the whole workspace" in answer.content.decode()
    assert client_for(owner).get("/guarded").content == b"in"


def test_a_membership_that_ended_is_out_at_once(owner, csr, client_for):
    client = client_for(csr)
    assert client.get("/plain").status_code == 200
    actions.end_membership(actor=owner, membership_id=csr.membership_id)
    assert client.get("/plain").status_code == 403
    actions.restore_membership(actor=owner, membership_id=csr.membership_id)
    assert client.get("/plain").status_code == 200


def test_somebody_locked_out_is_signed_out(csr, client_for):
    client = client_for(csr)
    user = Membership.objects.select_related("user").get(pk=csr.membership_id).user
    user.is_active = False
    user.save()
    assert client.get("/plain").status_code == 302


def test_language_and_time_zone_follow_the_workspace(client_for):
    workspace = make_workspace(locale="en-gb", time_zone="Europe/London")
    answer = client_for(make_member(workspace)).get("/surroundings")
    assert answer.content == b"en-gb Europe/London"
    assert answer["Content-Language"] == "en-gb"
    assert timezone.get_current_timezone_name() == "UTC"


def test_the_actor_costs_one_query_beside_session_and_person(owner, client_for, django_assert_num_queries):
    client = client_for(owner)
    with django_assert_num_queries(3):
        client.get("/surroundings")


@on_postgresql
@pytest.mark.parametrize("path", ["/plain", "/streamed"])
def test_raw_sql_of_a_page_sees_its_workspace_only(
    path, owner, stranger, client_for, workspace, other_workspace
):
    make_team(workspace, "Ours")
    make_team(other_workspace, "Theirs")
    for actor, name in ((owner, "Ours"), (stranger, "Theirs")):
        answer = client_for(actor).get(path)
        content = answer.getvalue() if answer.streaming else answer.content
        assert content.decode() == f"{name}\n"
        assert wall.workspace_inside() is None


@on_postgresql
def test_a_stream_that_is_cut_off_leaves_the_wall(owner, client_for, workspace):
    for name in ("One", "Two"):
        make_team(workspace, name)
    answer = client_for(owner).get("/streamed")
    assert next(iter(answer.streaming_content)) == b"One\n"
    assert wall.workspace_inside() == workspace.pk
    answer._iterator.close()  # the test client's wrapper, which closes the answer but keeps the connection
    assert wall.workspace_inside() is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() != (wall.ROLE,)


def test_an_unexpected_error_shows_an_id_that_the_log_names(owner, client_for, caplog):
    client = client_for(owner)
    client.raise_request_exception = False
    answer = client.get("/broken")
    assert answer.status_code == 500
    page = answer.content.decode()
    error_id = answer["X-Error-Id"]
    assert re.fullmatch("[0-9a-f]{8}", error_id)
    assert error_id in page
    assert "a secret detail" not in page
    (record,) = (record for record in caplog.records if record.levelno == logging.ERROR)
    assert record.request.error_id == error_id
    line = logging.getLogger().handlers and _formatted(record)
    assert f"[error {error_id}]" in line
    assert "ZeroDivisionError" in line


def _formatted(record: logging.LogRecord) -> str:
    """The line as the console's handler of settings.LOGGING writes it."""
    handler = next(one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler)
    handler.filter(record)
    return handler.format(record)


def test_under_the_api_errors_are_problem_json(owner, client_for):
    client = client_for(owner)
    client.raise_request_exception = False
    answer = client.get("/api/v1/broken")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "detail", "error_id"}
    answer = client.get("/api/v1/nowhere")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_page_that_is_not_there_says_so(owner, client_for):
    answer = client_for(owner).get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
