"""People who act at the same moment: no workspace loses its last owner, no invitation makes two members."""

import pytest
from django.db import connection

from doorstep.core.testing.rivals import at_once
from doorstep.identity import actions, wall
from doorstep.identity.models import Membership
from doorstep.identity.tests.builders import PASSWORD, actor_of, make_member, make_workspace
from doorstep.identity.tokens import invitation_secret

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes at a time anyway"),
]


@pytest.mark.parametrize("_round", range(3))
def test_two_owners_who_end_each_other_leave_one(_round):
    workspace = make_workspace()
    ann, bob = (actor_of(make_member(workspace, "owner")) for _each in range(2))

    def end(actor, other):
        with wall.inside(workspace.pk):
            actions.end_membership(actor=actor, membership_id=other.membership_id)

    assert at_once(lambda: end(ann, bob), lambda: end(bob, ann)) == ["done", "refused"]
    assert Membership.objects.current().filter(workspace=workspace, role="owner").count() == 1


def test_an_invitation_followed_twice_at_once_makes_one_member():
    owner = actor_of(make_member(make_workspace(), "owner"))
    invitation = actions.invite_member(actor=owner, email="new@example.com", role="csr")
    secret = invitation_secret(invitation.pk, invitation.expires_at)

    def accept():
        actions.accept_invitation(actor=None, secret=secret, name="New", password=PASSWORD)

    assert at_once(*[accept] * 4) == ["done", "refused", "refused", "refused"]
    assert Membership.objects.filter(workspace_id=owner.workspace_id).count() == 2


def test_threads_inside_different_walls_see_their_own_workspace():
    workspaces = [make_workspace() for _each in range(4)]
    for workspace in workspaces:
        make_member(workspace, "owner")
    seen: dict[int, set[int]] = {}

    def look(workspace_id: int) -> None:
        for _each in range(20):
            with wall.inside(workspace_id), connection.cursor() as cursor:
                cursor.execute("SELECT workspace_id FROM identity_membership")
                seen.setdefault(workspace_id, set()).update(row[0] for row in cursor.fetchall())

    at_once(*[lambda pk=workspace.pk: look(pk) for workspace in workspaces])
    assert seen == {workspace.pk: {workspace.pk} for workspace in workspaces}
