"""Who may do what: every action refuses those without its right; nobody gives away more than they have."""

import pytest
from django.core.exceptions import PermissionDenied

from doorstep.core.errors import RuleBroken
from doorstep.identity import actions
from doorstep.identity.actor import Actor, capabilities, default_rights
from doorstep.identity.models import Invitation, Membership, Role, Team, Visibility
from doorstep.identity.permissions import MANAGE_MEMBERS, MANAGE_SETTINGS
from doorstep.identity.queries import grantable_roles, permission_matrix, why_visible
from doorstep.identity.tests.builders import actor_of, make_actor, make_member, make_team, make_user

pytestmark = pytest.mark.django_db

MANAGED = {
    "invite_member": {"email": "new@example.com", "role": "csr"},
    "resend_invitation": {"invitation_id": 1},
    "revoke_invitation": {"invitation_id": 1},
    "change_member": {"membership_id": 1, "role": "csr", "team_id": None},
    "end_membership": {"membership_id": 1},
    "restore_membership": {"membership_id": 1},
    "create_team": {"name": "North"},
    "rename_team": {"team_id": 1, "name": "North"},
    "delete_team": {"team_id": 1},
    "set_role_rights": {"role": "csr", "visibility": "all", "keys": []},
    "set_permission_matrix": {"lines": []},
    "reset_role_rights": {"role": "csr"},
    "update_workspace": {"name": "Ours now"},
    "create_sandbox": {},
}


@pytest.mark.parametrize("role", ["dispatcher", "csr", "salesperson", "technician", "accountant"])
@pytest.mark.parametrize("name", MANAGED)
def test_only_owners_and_managers_manage_people_and_settings(name, role, workspace):
    with pytest.raises(PermissionDenied):
        getattr(actions, name)(actor=make_actor(workspace, role), **MANAGED[name])


def test_nobody_makes_a_workspace_from_inside_one(owner):
    with pytest.raises(PermissionDenied):
        actions.create_workspace(actor=owner, owner=make_user(), name="Another")
    with pytest.raises(PermissionDenied):
        actions.first_setup(actor=owner, email="a@example.com", person_name="A", password="x" * 12, name="B")


def test_a_member_without_the_right_makes_no_token(owner, csr, workspace):
    keys = default_rights("csr").capabilities - {"manage_tokens"}
    actions.set_role_rights(actor=owner, role="csr", visibility="all", keys=keys)
    with pytest.raises(PermissionDenied):
        actions.create_token(actor=make_actor(workspace, "csr"), name="Script")


def test_the_default_matrix(workspace):
    may = {role: default_rights(role).capabilities for role in Role}
    everything = {capability.key for capability in capabilities()}
    assert may[Role.OWNER] == everything
    assert everything - may[Role.MANAGER] == {"export_workspace"}
    for role in Role:
        assert "view_customers" in may[role], role
    assert [role for role in Role if "record_payments" in may[role]] == [
        "owner",
        "manager",
        "csr",
        "accountant",
    ]
    assert [role for role in Role if "view_money" in may[role]] == ["owner", "manager", "csr", "accountant"]
    assert {role: default_rights(role).visibility for role in ("salesperson", "technician", "csr")} == {
        "salesperson": Visibility.OWN,
        "technician": Visibility.TEAM,
        "csr": Visibility.ALL,
    }


def test_a_workspaces_own_line_replaces_the_default(owner, workspace, other_workspace):
    actions.set_role_rights(actor=owner, role="technician", visibility="own", keys=["view_customers"])
    here, there = make_actor(workspace, "technician"), make_actor(other_workspace, "technician")
    assert here.capabilities == {"view_customers"}
    assert here.sees_assigned_to == {here.membership_id}
    assert there.capabilities == default_rights("technician").capabilities
    lines = {line.role: line.is_own for line in permission_matrix(owner)}
    assert [role for role, is_own in lines.items() if is_own] == ["technician"]


def test_a_line_goes_back_to_the_default(owner, workspace):
    actions.set_role_rights(actor=owner, role="technician", visibility="own", keys=[])
    actions.reset_role_rights(actor=owner, role="technician")
    assert make_actor(workspace, "technician").capabilities == default_rights("technician").capabilities


def test_the_owners_line_is_locked(owner):
    for change in (
        lambda: actions.set_role_rights(actor=owner, role="owner", visibility="own", keys=[]),
        lambda: actions.reset_role_rights(actor=owner, role="owner"),
    ):
        with pytest.raises(RuleBroken):
            change()


@pytest.mark.parametrize(
    ("visibility", "keys"), [("all", ["rule_the_world"]), ("everywhere", ["view_customers"])]
)
def test_unknown_words_are_refused(owner, visibility, keys):
    with pytest.raises(RuleBroken):
        actions.set_role_rights(actor=owner, role="csr", visibility=visibility, keys=keys)


def test_a_manager_gives_only_what_they_have(manager):
    keys = default_rights("csr").capabilities
    with pytest.raises(PermissionDenied, match="Export the whole workspace"):
        actions.set_role_rights(actor=manager, role="csr", visibility="all", keys=keys | {"export_workspace"})
    own = default_rights("manager").capabilities | {"export_workspace"}
    with pytest.raises(PermissionDenied, match="Export the whole workspace"):
        actions.set_role_rights(actor=manager, role="manager", visibility="all", keys=own)
    actions.set_role_rights(actor=manager, role="csr", visibility="all", keys=keys | {"delete_customers"})


def test_a_role_that_sees_little_shows_others_no_more(owner, workspace):
    keys = {"view_customers", "manage_members"}
    actions.set_role_rights(actor=owner, role="salesperson", visibility="own", keys=keys)
    actions.set_role_rights(actor=owner, role="technician", visibility="own", keys=["view_customers"])
    seller = make_actor(workspace, "salesperson")
    with pytest.raises(PermissionDenied, match="more records than you see"):
        actions.set_role_rights(actor=seller, role="technician", visibility="all", keys=["view_customers"])


def test_only_owners_make_and_change_owners(owner, manager, workspace):
    colleague = make_member(workspace, "csr")
    with pytest.raises(PermissionDenied):
        actions.change_member_role(actor=manager, membership_id=colleague.pk, role="owner")
    with pytest.raises(PermissionDenied):
        actions.change_member_role(actor=manager, membership_id=manager.membership_id, role="owner")
    with pytest.raises(PermissionDenied):
        actions.invite_member(actor=manager, email="boss@example.com", role="owner")
    with pytest.raises(PermissionDenied):
        actions.end_membership(actor=manager, membership_id=owner.membership_id)
    assert Role.OWNER not in grantable_roles(manager)
    actions.change_member_role(actor=owner, membership_id=colleague.pk, role="owner")
    colleague.refresh_from_db()
    assert colleague.role == "owner"


def test_a_lesser_role_that_manages_members_cannot_rise_through_it(owner, manager, workspace):
    keys = default_rights("dispatcher").capabilities | {"manage_members"}
    actions.set_role_rights(actor=owner, role="dispatcher", visibility="all", keys=keys)
    dispatcher = make_actor(workspace, "dispatcher")
    for role in ("manager", "csr"):
        with pytest.raises(PermissionDenied):
            actions.change_member_role(actor=dispatcher, membership_id=dispatcher.membership_id, role=role)
    with pytest.raises(PermissionDenied):
        actions.end_membership(actor=dispatcher, membership_id=manager.membership_id)
    with pytest.raises(PermissionDenied):
        actions.set_role_rights(actor=dispatcher, role="manager", visibility="all", keys=[])
    seller = make_member(workspace, "salesperson")
    actions.change_member_role(actor=dispatcher, membership_id=seller.pk, role="technician")


def test_the_last_owner_stays(owner, workspace):
    with pytest.raises(RuleBroken, match="last owner"):
        actions.end_membership(actor=owner, membership_id=owner.membership_id)
    with pytest.raises(RuleBroken, match="last owner"):
        actions.change_member_role(actor=owner, membership_id=owner.membership_id, role="csr")
    second = make_member(workspace, "owner")
    actions.end_membership(actor=owner, membership_id=owner.membership_id)
    with pytest.raises(RuleBroken, match="last owner"):
        actions.end_membership(actor=actor_of(second), membership_id=second.pk)


def test_another_workspaces_people_are_not_there(owner, stranger, other_workspace):
    team = make_team(other_workspace)
    for call in (
        lambda: actions.end_membership(actor=owner, membership_id=stranger.membership_id),
        lambda: actions.change_member_role(actor=owner, membership_id=stranger.membership_id, role="csr"),
    ):
        with pytest.raises(Membership.DoesNotExist):
            call()
    for call in (
        lambda: actions.rename_team(actor=owner, team_id=team.pk, name="Ours"),
        lambda: actions.delete_team(actor=owner, team_id=team.pk),
        lambda: actions.change_member_team(actor=owner, membership_id=owner.membership_id, team_id=team.pk),
    ):
        with pytest.raises(Team.DoesNotExist):
            call()
    theirs = actions.invite_member(actor=stranger, email="x@example.com", role="csr")
    with pytest.raises(Invitation.DoesNotExist):
        actions.revoke_invitation(actor=owner, invitation_id=theirs.pk)


def test_a_technician_sees_the_records_of_the_team_and_is_told_why(owner, workspace):
    team = make_team(workspace, "North")
    me, colleague = (make_member(workspace, "technician", team=team) for _each in range(2))
    elsewhere = make_member(workspace, "technician", team=make_team(workspace))
    actor = actor_of(me)
    assert actor.sees_assigned_to == {me.pk, colleague.pk}
    assert why_visible(actor, me.pk) == "It is assigned to you."
    assert (
        why_visible(actor, colleague.pk) == f"It is assigned to {colleague.user}, who is in your team North."
    )
    assert why_visible(actor, elsewhere.pk) == why_visible(actor, None) == ""
    assert why_visible(owner, None) == "Your role, Owner, sees all records of this workspace."


def test_the_actor_costs_one_query_and_a_teams_view_one_more(workspace, django_assert_num_queries):
    team = make_team(workspace)
    seller, fitter = make_member(workspace, "salesperson"), make_member(workspace, "technician", team=team)
    for member, queries in ((seller, 1), (fitter, 2)):
        with django_assert_num_queries(queries):
            Actor.of(Membership.objects.with_rights().get(pk=member.pk))


def test_doorstep_itself_may_do_everything_but_is_no_member(workspace):
    system = Actor.system(workspace)
    assert system.can(MANAGE_MEMBERS)
    assert system.can(MANAGE_SETTINGS)
    with pytest.raises(PermissionDenied):
        actions.create_token(actor=system, name="Nobody's")
