"""Behind `visible_to` stands PostgreSQL itself: raw SQL inside the wall knows one workspace only."""

import pytest
from django.db import DatabaseError, connection, transaction

from doorstep.identity import wall, wall_building
from doorstep.identity.models import Team, Workspace
from doorstep.identity.tests.builders import make_member, make_team, make_workspace

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security"),
]


def raw(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def current_role() -> str:
    return raw("SELECT current_user")[0][0]


def test_raw_sql_inside_sees_only_its_own_workspace(workspace, other_workspace):
    make_team(workspace, "Ours")
    make_team(other_workspace, "Theirs")
    with wall.inside(workspace.pk):
        assert raw("SELECT name FROM identity_team") == [("Ours",)]
        assert raw("SELECT slug FROM identity_workspace") == [("harbor",)]
    assert len(raw("SELECT name FROM identity_team")) == 2


def test_raw_sql_inside_cannot_write_into_another_workspace(workspace, other_workspace):
    theirs = make_team(other_workspace, "Theirs")
    with wall.inside(workspace.pk):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            raw("INSERT INTO identity_team (workspace_id, name) VALUES (%s, 'x')", other_workspace.pk)
        raw("UPDATE identity_team SET name = 'taken'")
        raw("DELETE FROM identity_team")
    theirs.refresh_from_db()
    assert theirs.name == "Theirs"


def test_inside_one_can_work_as_usual(workspace):
    with wall.inside(workspace.pk):
        team = make_team(workspace)
        make_member(workspace, team=team)
        team.delete()
    assert not Team.objects.exists()


def test_the_wall_nests_and_is_left_one_by_one(workspace, other_workspace):
    with wall.inside(workspace.pk):
        with wall.inside(other_workspace.pk):
            assert Workspace.objects.get() == other_workspace
        with wall.lifted():
            assert current_role() != wall.ROLE
            make_workspace()
        assert Workspace.objects.get() == workspace
    assert current_role() != wall.ROLE
    assert wall.workspace_inside() is None


def test_an_error_inside_leaves_the_wall(workspace):
    with pytest.raises(ZeroDivisionError), wall.inside(workspace.pk):
        raise ZeroDivisionError
    assert current_role() != wall.ROLE


def test_a_failed_transaction_inside_leaves_the_wall(workspace):
    with pytest.raises(DatabaseError), wall.inside(workspace.pk), transaction.atomic():
        raw("SELECT 1 / 0")
    assert current_role() != wall.ROLE


def test_a_wall_inside_a_failed_transaction_is_left(workspace):
    with pytest.raises(DatabaseError), transaction.atomic(), wall.inside(workspace.pk):
        raw("SELECT 1 / 0")
    assert current_role() != wall.ROLE


@pytest.mark.django_db(transaction=True)
def test_a_connection_opened_while_inside_stands_inside(workspace, other_workspace):
    with wall.inside(workspace.pk):
        connection.close()
        assert Workspace.objects.get() == workspace
    assert Workspace.objects.count() == 2
    assert current_role() != wall.ROLE


def test_a_thread_that_lost_its_way_starts_the_next_request_outside(workspace, client):
    lost = wall.inside(workspace.pk)
    lost.__enter__()
    client.get("/account/login/")
    assert current_role() != wall.ROLE
    assert wall.workspace_inside() is None


def test_every_table_of_a_workspace_stands_behind_the_wall():
    assert wall_building.missing_policies() == []
    tables = wall_building.walled_tables()
    assert {"identity_membership", "clients_client", "billing_invoice", "activity_entry"} <= tables.keys()
    assert not {"clients_clientcard", "clients_clientsearch", "identity_user"} & tables.keys()


def test_a_table_without_its_policy_is_told_and_mended():
    raw("DROP POLICY doorstep_wall ON identity_team")
    assert wall_building.missing_policies() == ["identity_team"]
    assert wall_building.build_wall()
    assert wall_building.missing_policies() == []


def test_without_the_role_there_is_no_wall_and_work_goes_on(workspace, settings):
    settings.WALL = False
    make_team(make_workspace())
    with wall.inside(workspace.pk):
        assert Team.objects.count() == 1
