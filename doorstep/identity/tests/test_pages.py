"""The identity pages, used as people use them."""

import re

import pytest
from django.urls import reverse

from doorstep.identity import actions
from doorstep.identity.actor import capabilities, default_rights
from doorstep.identity.models import ApiToken, Invitation, Membership, RoleSetting, Team
from doorstep.identity.tests.builders import make_actor, make_member, make_team
from doorstep.identity.tokens import authenticate_token

pytestmark = pytest.mark.django_db

PAGES = ["settings", "workspace", "sandbox", "members", "invite", "roles", "teams", "tokens", "account"]
FOR_ALL = {"settings", "account", "tokens"}
POSTS = {
    "end_membership": [1],
    "restore_membership": [1],
    "resend_invitation": [1],
    "revoke_invitation": [1],
    "reset_role": ["csr"],
    "delete_team": [1],
}


@pytest.mark.parametrize("name", PAGES)
def test_an_owner_opens_every_page_and_a_csr_those_for_all(name, owner, csr, client_for):
    answer = client_for(owner).get(reverse(f"identity:{name}"))
    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()
    assert client_for(csr).get(reverse(f"identity:{name}")).status_code == (200 if name in FOR_ALL else 403)


@pytest.mark.parametrize("name", POSTS)
def test_changes_are_refused_without_the_right_and_by_get(name, owner, csr, client_for):
    address = reverse(f"identity:{name}", args=POSTS[name])
    assert client_for(csr).post(address).status_code == 403
    assert client_for(owner).get(address).status_code == 405


@pytest.mark.parametrize("name", ["end_membership", "restore_membership", "member", "team", "delete_team"])
def test_another_workspaces_rows_are_not_found(name, owner, stranger, other_workspace, client_for):
    row = make_team(other_workspace).pk if "team" in name else stranger.membership_id
    address = reverse(f"identity:{name}", args=[row])
    assert client_for(owner).post(address, {"role": "csr", "name": "X"}).status_code == 404


def test_the_settings_page_shows_only_what_one_may_open(owner, csr, client_for):
    assert reverse("identity:members") in client_for(owner).get(reverse("identity:settings")).content.decode()
    page = client_for(csr).get(reverse("identity:settings")).content.decode()
    assert reverse("identity:members") not in page
    assert reverse("identity:tokens") in page


def test_a_member_is_invited_and_the_list_offers_the_link_when_there_is_no_mail(owner, client_for, settings):
    client = client_for(owner)
    typed = {"email": "new@example.com", "role": "csr", "team_id": ""}
    assert client.post(reverse("identity:invite"), typed).status_code == 303
    page = client.get(reverse("identity:members")).content.decode()
    assert "No mail server is set" in page
    link = re.search(r'data-copy="http://testserver(/invitations/[^"]+)"', page)[1]
    assert client_for(owner).get(link).status_code == 200
    answer = client.post(reverse("identity:invite"), typed)
    assert answer.status_code == 422
    assert "invited already" in answer.content.decode()


def test_a_manager_is_not_shown_the_link_that_makes_an_owner(owner, manager, client_for):
    actions.invite_member(actor=owner, email="boss@example.com", role="owner")
    page = client_for(manager).get(reverse("identity:members")).content.decode()
    assert "boss@example.com" in page
    assert "data-copy" not in page


def test_the_invite_dialog_is_a_fragment_for_htmx(owner, client_for):
    page = client_for(owner).get(reverse("identity:invite"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "modal-title" in page


def test_role_and_team_change_and_the_membership_ends_with_undo(owner, workspace, client_for):
    client, member, team = client_for(owner), make_member(workspace, "csr"), make_team(workspace)
    address = reverse("identity:member", args=[member.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"role": "dispatcher", "team_id": team.pk}).status_code == 303
    member.refresh_from_db()
    assert (member.role, member.team) == ("dispatcher", team)
    client.post(reverse("identity:end_membership", args=[member.pk]))
    page = client.get(reverse("identity:members")).content.decode()
    assert reverse("identity:restore_membership", args=[member.pk]) in page
    assert "Former members" in page
    client.post(reverse("identity:restore_membership", args=[member.pk]))
    assert not Membership.objects.exclude(ended_at=None).exists()


def test_ending_the_last_owner_says_why_not(owner, client_for):
    client = client_for(owner)
    address, members = (
        reverse("identity:end_membership", args=[owner.membership_id]),
        reverse("identity:members"),
    )
    answer = client.post(address, follow=True, headers={"Referer": f"http://testserver{members}"})
    assert answer.request["PATH_INFO"] == members
    assert "last owner" in answer.content.decode()
    answer = client.post(address, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "last owner" in answer["HX-Trigger"]
    assert client.post(address, headers={"Referer": "https://elsewhere.example.com/"})["Location"] == "/"


def test_an_invitation_is_sent_again_and_taken_back(owner, client_for):
    client = client_for(owner)
    row = actions.invite_member(actor=owner, email="new@example.com", role="csr")
    before = row.token_hash
    client.post(reverse("identity:resend_invitation", args=[row.pk]))
    row.refresh_from_db()
    assert row.token_hash != before or row.expires_at
    client.post(reverse("identity:revoke_invitation", args=[row.pk]))
    assert not Invitation.objects.pending().exists()
    assert client.post(reverse("identity:resend_invitation", args=[row.pk])).status_code == 404


def matrix(**changed: bool) -> dict[str, str]:
    """The roles page's form as the browser would send it, with a few boxes changed."""
    typed = {}
    for role in ("manager", "dispatcher", "csr", "salesperson", "technician", "accountant"):
        rights = default_rights(role)
        typed[f"{role}-visibility"] = rights.visibility.value
        for capability in capabilities():
            name = f"{role}-{capability.key}"
            if changed.get(name.replace("-", "__"), capability.key in rights.capabilities):
                typed[name] = "on"
    return typed


def test_the_matrix_is_saved_as_one_form_and_reset(owner, workspace, client_for):
    client = client_for(owner)
    assert client.post(reverse("identity:roles"), matrix()).status_code == 303
    assert not RoleSetting.objects.exists()
    changed = matrix(csr__delete_customers=True, csr__import=False)
    assert client.post(reverse("identity:roles"), changed).status_code == 303
    own = make_actor(workspace, "csr").capabilities
    assert own == default_rights("csr").capabilities - {"import"} | {"delete_customers"}
    page = client.get(reverse("identity:roles")).content.decode()
    assert "Changed" in page
    client.post(reverse("identity:reset_role", args=["csr"]))
    assert not RoleSetting.objects.exists()


def test_a_manager_saves_the_matrix_but_the_locked_lines_stay(manager, workspace, client_for):
    typed = matrix(manager__export_workspace=True)
    assert client_for(manager).post(reverse("identity:roles"), typed).status_code == 403
    assert client_for(manager).post(reverse("identity:roles"), matrix(csr__import=False)).status_code == 303
    assert "import" not in make_actor(workspace, "csr").capabilities


def test_teams_are_added_renamed_and_deleted(owner, workspace, client_for):
    client = client_for(owner)
    client.post(reverse("identity:teams"), {"name": "North"})
    team = Team.objects.get()
    make_member(workspace, "technician", team=team)
    assert "1 member" in client.get(reverse("identity:teams")).content.decode()
    assert client.post(reverse("identity:teams"), {"name": "north"}).status_code == 422
    client.post(reverse("identity:team", args=[team.pk]), {"name": "South"})
    team.refresh_from_db()
    assert team.name == "South"
    client.post(reverse("identity:delete_team", args=[team.pk]))
    assert not Team.objects.exists()
    assert Membership.objects.filter(role="technician").exists()


@pytest.mark.parametrize(
    ("reach", "scopes"), [("read", ["read"]), ("write", ["write"]), ("chosen", ["record_payments"])]
)
def test_a_token_is_shown_once_and_revoked(csr, client_for, reach, scopes):
    client = client_for(csr)
    typed = {"name": "Script", "reach": reach, "chosen": ["record_payments"], "days": "90"}
    answer = client.post(reverse("identity:tokens"), typed)
    secret = re.search(r'value="(dst_[^"]+)"', answer.content.decode())[1]
    assert "no-store" in answer["Cache-Control"]
    assert authenticate_token(secret).membership_id == csr.membership_id
    token = ApiToken.objects.get()
    assert token.scopes == scopes
    assert token.expires_at
    page = client.get(reverse("identity:tokens")).content.decode()
    assert token.prefix in page
    assert secret not in page
    client.post(reverse("identity:revoke_token", args=[token.pk]))
    assert authenticate_token(secret) is None


def test_a_token_for_chosen_permissions_needs_one(csr, client_for):
    answer = client_for(csr).post(reverse("identity:tokens"), {"name": "Script", "reach": "chosen"})
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_workspace_settings_are_saved_or_refused_in_words(owner, workspace, client_for):
    client, address = client_for(owner), reverse("identity:workspace")
    typed = {"name": "Harbor & Sons", "country": "GB", "currency": "GBP", "locale": "en-gb"}
    assert client.post(address, typed | {"time_zone": "Europe/London"}).status_code == 303
    workspace.refresh_from_db()
    assert (workspace.name, workspace.currency, workspace.time_zone) == (
        "Harbor & Sons",
        "GBP",
        "Europe/London",
    )
    assert client.post(address, typed | {"time_zone": "Mars/Base"}).status_code == 422


def test_ones_own_name_changes(csr, client_for):
    client = client_for(csr)
    assert client.post(reverse("identity:account"), {"name": "Ann Lee"}).status_code == 303
    assert Membership.objects.select_related("user").get(pk=csr.membership_id).user.name == "Ann Lee"


@pytest.mark.parametrize("name", ["members", "teams", "tokens", "settings", "roles"])
def test_pages_cost_the_same_at_one_row_and_at_many(
    name, owner, workspace, client_for, django_assert_max_num_queries
):
    client = client_for(owner)
    for number in range(20):
        make_member(workspace, "csr", team=make_team(workspace))
        actions.create_token(actor=owner, name=f"Token {number}")
        actions.invite_member(actor=owner, email=f"new{number}@example.com", role="csr")
    with django_assert_max_num_queries(12):
        client.get(reverse(f"identity:{name}"))
