"""The cast that every app's tests share: one workspace with a member of each role, and a stranger next door.

Each fixture is an Actor; `actor.membership_id` names its member. `client_for(actor)` is a signed-in browser.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import Client

from doorstep.identity.actor import Actor
from doorstep.identity.models import Membership, Role, Workspace
from doorstep.identity.tests.api_client import ApiClient
from doorstep.identity.tests.builders import make_actor, make_workspace


@pytest.fixture(scope="session", autouse=True)
def _workspaces_go_first() -> Iterator[None]:
    """Emptying the tables between tests that commit: history goes only with its workspace (activity.0003)."""
    empty = DatabaseOperations.sql_flush

    def emptying(self: DatabaseOperations, style: Any, tables: Iterable[str], **how: Any) -> list[str]:
        return empty(self, style, sorted(tables, key=lambda name: name != "identity_workspace"), **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", emptying)
        yield


@pytest.fixture
def workspace(db) -> Workspace:
    return make_workspace("Harbor Plumbing", slug="harbor")


@pytest.fixture
def other_workspace(db) -> Workspace:
    return make_workspace("Hilltop Heating", slug="hilltop")


@pytest.fixture
def owner(workspace: Workspace) -> Actor:
    return make_actor(workspace, Role.OWNER)


@pytest.fixture
def manager(workspace: Workspace) -> Actor:
    return make_actor(workspace, Role.MANAGER)


@pytest.fixture
def dispatcher(workspace: Workspace) -> Actor:
    return make_actor(workspace, Role.DISPATCHER)


@pytest.fixture
def csr(workspace: Workspace) -> Actor:
    return make_actor(workspace, Role.CSR)


@pytest.fixture
def salesperson(workspace: Workspace) -> Actor:
    return make_actor(workspace, Role.SALESPERSON)


@pytest.fixture
def technician(workspace: Workspace) -> Actor:
    return make_actor(workspace, Role.TECHNICIAN)


@pytest.fixture
def accountant(workspace: Workspace) -> Actor:
    return make_actor(workspace, Role.ACCOUNTANT)


@pytest.fixture
def stranger(other_workspace: Workspace) -> Actor:
    """The owner of another workspace: may do everything there, and nothing here."""
    return make_actor(other_workspace, Role.OWNER)


@pytest.fixture
def client_for(db) -> Callable[[Actor | Membership], Client]:
    """Make a test client that is signed in as the member."""

    def sign_in(member: Actor | Membership) -> Client:
        membership_id = member.membership_id if isinstance(member, Actor) else member.pk
        membership = Membership.objects.select_related("user").get(pk=membership_id)
        client = Client()
        client.force_login(membership.user)
        session = client.session
        session["workspace_id"] = membership.workspace_id
        session.save()
        return client

    return sign_in


@pytest.fixture
def api_for(db) -> type[ApiClient]:
    """Make a program with a token of the member, limited to scopes: `api_for(owner, "read")`."""
    cache.clear()  # what it counts for the rate limit
    return ApiClient
