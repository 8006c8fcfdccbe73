"""Who the token is, and the members, through the API."""

import pytest

from doorstep.identity.models import Membership
from doorstep.identity.tests.builders import make_member, make_team

pytestmark = pytest.mark.django_db


def test_a_token_learns_who_it_is_and_what_it_may_do(owner, api_for):
    found = api_for(owner, "read").get("/me").json()
    assert (found["role"], found["workspace"]["currency"]) == ("owner", "USD")
    assert "view_money" in found["capabilities"]
    assert "manage_customers" not in found["capabilities"]
    assert found["sees_all_records"]


def test_members_are_listed_with_those_who_left_when_asked(owner, workspace, stranger, api_for):
    gone = make_member(workspace, "csr", name="Gone", team=make_team(workspace, "Front"))
    Membership.objects.filter(pk=gone.pk).update(ended_at="2026-01-01T00:00:00Z")
    api = api_for(owner)
    assert [one["id"] for one in api.get("/members").json()["items"]] == [owner.membership_id]
    both = api.get("/members?former=true").json()["items"]
    assert [one["id"] for one in both] == [owner.membership_id, gone.pk]
    assert both[1]["team"]["name"] == "Front"
    assert api.get(f"/members/{gone.pk}").json()["name"] == "Gone"
    assert api.get(f"/members/{stranger.membership_id}").status_code == 404
