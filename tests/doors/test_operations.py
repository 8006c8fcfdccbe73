"""Who comes through which operation of the API: each × every role × another company's rows."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings

from doorstep.config.rest import api as rest_api
from doorstep.identity.models import Role
from doorstep.identity.tests.api_client import ApiClient
from doorstep.identity.tests.builders import actor_of, make_member
from doorstep.runs.models import Run
from tests.doors.operations import OPERATIONS
from tests.doors.pages import SCOPED
from tests.doors.world import Company, make_company

pytestmark = pytest.mark.django_db

ADDRESSES = {
    operation["operationId"]: (method.upper(), path.removeprefix("/api/v1"))
    for path, methods in rest_api.get_openapi_schema()["paths"].items()
    for method, operation in methods.items()
}
RUNS = {"import_id", "export_id"}
#: What is no way in: not there, not allowed, not that method, broken.
CLOSED = {401, 403, 404, 405, 500}
#: The world's export has no file.
NO_FILE = {"download_export"}
#: What one member was told is there for nobody else.
PERSONAL = {"get_notification", "read_notification"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Both companies once for all operations; whatever a request changes is rolled back after it."""
    own_files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with own_files, django_db_blocker.unblock(), transaction.atomic():
        ours, theirs = _company("Harbor", "harbor"), _company("Hilltop", "hilltop")
        members = {role: actor_of(make_member(ours.workspace, role)) for role in Role}
        clients = {role: ApiClient(actor) for role, actor in members.items()}
        yield ours, theirs, {role: (members[role], clients[role]) for role in Role}
        transaction.set_rollback(True)


def _company(name: str, slug: str) -> Company:
    company = make_company(name, slug)
    export = Run.objects.create(
        workspace=company.workspace, kind="customers.export", title="Export", state=Run.State.DONE
    )
    company.ids |= {"import_id": company.ids["run_id"], "export_id": export.pk}
    return company


def _status(api: ApiClient, name: str, ids: dict[str, Any]) -> int:
    """The answer to one request, whose effects are taken back."""
    method, path = ADDRESSES[name]
    body = OPERATIONS[name].body
    if body is not None:
        body = {key: ids[value] if key.endswith("_id") else value for key, value in body.items()}
    file = OPERATIONS[name].file
    with transaction.atomic():
        if file:
            response = api.upload(path.format(**ids), SimpleUploadedFile("gate.txt", file))
        else:
            response = api.send(method, path.format(**ids), body, {"If-Match": '"1"'})
        transaction.set_rollback(True)
    return response.status_code


def _parameters(name: str) -> list[str]:
    return re.findall(r"{(\w+)}", ADDRESSES[name][1])


def test_every_operation_stands_in_the_table():
    assert set(OPERATIONS) == set(ADDRESSES), "Add the new operation to tests/doors/operations.py: who may?"


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_role_gets_in_or_is_refused_as_the_table_says(name, world):
    ours, _theirs, members = world
    named = {*_parameters(name), *(OPERATIONS[name].body or {})}
    wrong = {}
    for role, (actor, api) in members.items():
        status = _status(api, name, ours.ids)
        # A customer of somebody else is not there for who sees only their own or their team's.
        hidden = actor.sees_assigned_to is not None and (SCOPED | RUNS) & named
        needs = OPERATIONS[name].needs
        if needs is not None and not actor.can(needs):
            right = status in ({403, 404} if hidden else {403})
        elif hidden or name in NO_FILE | PERSONAL:
            right = status == 404
        else:
            right = status not in CLOSED
        if not right:
            wrong[str(role)] = status
    assert not wrong


@pytest.mark.parametrize("name", [name for name in OPERATIONS if "{" in ADDRESSES[name][1]])
def test_another_companys_rows_are_not_there(name, world):
    ours, theirs, members = world
    wrong = {}
    for parameter in _parameters(name):
        for role, (_actor, api) in members.items():
            status = _status(api, name, {**ours.ids, parameter: theirs.ids[parameter]})
            if status not in {403, 404}:
                wrong[f"{role} {parameter}"] = status
    assert not wrong


@pytest.mark.parametrize("name", OPERATIONS)
def test_without_a_token_nothing_happens(name, world):
    ours, _theirs, _members = world
    assert _status(ApiClient(), name, ours.ids) == 401
