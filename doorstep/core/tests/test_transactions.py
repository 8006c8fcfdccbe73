"""What a transaction may leave until later."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from doorstep.core.bulk import insert_rows
from doorstep.core.transactions import check_at_once, commit_without_waiting, without_waiting
from doorstep.vocabulary.models import Tag

pytestmark = pytest.mark.django_db


def write(workspace, *names):
    with transaction.atomic(), without_waiting():
        for name in names:
            insert_rows(Tag, ("workspace_id", "name", "colour"), [(workspace.pk, name, "")])


def test_statements_sent_without_waiting_are_all_done_and_then_answers_are_there(workspace):
    write(workspace, "one", "two", "three")
    assert list(Tag.objects.order_by("pk").values_list("name", flat=True)) == ["one", "two", "three"]


def test_what_went_wrong_with_one_is_raised_and_nothing_stays(workspace):
    with pytest.raises(IntegrityError):
        write(workspace, "one", None, "two")
    assert not Tag.objects.exists()


@pytest.mark.parametrize(
    ("leave", "statement"),
    [
        (commit_without_waiting, "SET LOCAL synchronous_commit = off"),
        (check_at_once, "SET CONSTRAINTS ALL IMMEDIATE"),
    ],
)
def test_only_postgresql_is_told(leave, statement, db):
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        leave()
    statements = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert statements == ([statement] if connection.vendor == "postgresql" else [])
