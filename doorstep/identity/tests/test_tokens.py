"""API tokens: shown once, kept as a hash, never able to do more than their member."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils import timezone

from doorstep.activity.models import Entry
from doorstep.core.errors import RuleBroken
from doorstep.identity import actions
from doorstep.identity.actor import default_rights
from doorstep.identity.models import ApiToken, Membership
from doorstep.identity.tests.builders import make_actor
from doorstep.identity.tokens import authenticate_token
from doorstep.identity.web.middleware import ActorMiddleware

pytestmark = pytest.mark.django_db

#: What every capability that only looks comes to.
READING = {"view_customers", "view_money", "view_files", "export"}


def make_token(actor, *scopes: str) -> str:
    return actions.create_token(actor=actor, name="Script", scopes=scopes)[1]


def test_the_secret_is_kept_nowhere(owner):
    token, secret = actions.create_token(actor=owner, name="Script")
    assert secret.startswith("dst_")
    assert len(secret) >= 47  # 256 bits in base64
    kept = str(ApiToken.objects.filter(pk=token.pk).values().get()) + str(list(Entry.objects.values()))
    assert secret not in kept
    assert secret[:9] in kept


def test_a_token_is_its_member(csr):
    actor = authenticate_token(make_token(csr))
    assert (actor.membership_id, actor.capabilities, actor.via) == (
        csr.membership_id,
        csr.capabilities,
        "api",
    )


@pytest.mark.parametrize(
    ("scopes", "may", "may_not"),
    [
        (["read"], {"view_customers", "view_money", "export"}, {"manage_customers", "record_payments"}),
        (["write"], {"view_customers", "manage_customers", "record_payments"}, {"manage_members"}),
        (["record_payments"], {"record_payments"}, {"view_customers", "manage_customers"}),
        (["read", "manage_jobs"], {"view_customers", "manage_jobs"}, {"manage_customers"}),
    ],
)
def test_scopes_narrow_what_it_may_do(csr, scopes, may, may_not):
    actor = authenticate_token(make_token(csr, *scopes))
    assert may <= actor.capabilities <= csr.capabilities
    assert not may_not & actor.capabilities


def test_each_of_a_members_tokens_keeps_its_own_scopes_and_use(csr):
    narrow, wide, reading = make_token(csr, "record_payments"), make_token(csr), make_token(csr, "read")
    assert authenticate_token(narrow).capabilities == {"record_payments"}
    assert authenticate_token(wide).capabilities == csr.capabilities
    assert authenticate_token(reading).capabilities == READING
    last = ApiToken.objects.exclude(last_used_at=None).order_by("pk")
    assert [token.scopes for token in last] == [["record_payments"], [], ["read"]]


def test_a_scope_gives_nothing_that_the_member_loses(owner, workspace):
    csr = make_actor(workspace, "csr")
    secret = make_token(csr, "record_payments", "view_customers")
    keys = default_rights("csr").capabilities - {"record_payments"}
    actions.set_role_rights(actor=owner, role="csr", visibility="all", keys=keys)
    assert authenticate_token(secret).capabilities == {"view_customers"}


def test_scopes_beyond_ones_own_or_unknown_are_refused(csr):
    with pytest.raises(PermissionDenied):
        make_token(csr, "manage_members")
    with pytest.raises(RuleBroken, match="no such scope"):
        make_token(csr, "everything")


def test_a_narrow_token_makes_no_wider_one(owner):
    narrow = authenticate_token(make_token(owner, "read", "manage_tokens"))
    for scopes in ([], ["write"], ["manage_members"]):
        with pytest.raises(PermissionDenied):
            make_token(narrow, *scopes)
    assert authenticate_token(make_token(narrow, "read")).capabilities < narrow.capabilities


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_token_needs_a_name(owner, name):
    with pytest.raises(RuleBroken):
        actions.create_token(actor=owner, name=name)


def test_revoked_expired_and_unknown_tokens_open_nothing(owner):
    token, revoked = actions.create_token(actor=owner, name="Revoked")
    actions.revoke_token(actor=owner, token_id=token.pk)
    tomorrow = timezone.now() + timedelta(days=1)
    _token, expiring = actions.create_token(actor=owner, name="Expiring", expires_at=tomorrow)
    assert authenticate_token(expiring)
    with time_machine.travel(tomorrow, tick=False):
        assert authenticate_token(expiring) is None
    for secret in (revoked, "dst_unknown", "", "Bearer", revoked.upper()):
        assert authenticate_token(secret) is None
    with pytest.raises(RuleBroken):
        actions.create_token(actor=owner, name="Past", expires_at=timezone.now() - timedelta(days=1))


def test_a_token_ends_with_its_membership_for_good(owner, csr):
    secret = make_token(csr)
    actions.end_membership(actor=owner, membership_id=csr.membership_id)
    assert authenticate_token(secret) is None
    actions.restore_membership(actor=owner, membership_id=csr.membership_id)
    assert authenticate_token(secret) is None


def test_a_token_of_somebody_locked_out_opens_nothing(csr):
    secret = make_token(csr)
    user = Membership.objects.get(pk=csr.membership_id).user
    user.is_active = False
    user.save()
    assert authenticate_token(secret) is None


def test_anothers_token_is_revoked_by_those_who_manage_members(owner, csr, accountant, stranger):
    token, _secret = actions.create_token(actor=csr, name="Script")
    with pytest.raises(PermissionDenied):
        actions.revoke_token(actor=accountant, token_id=token.pk)
    with pytest.raises(ApiToken.DoesNotExist):
        actions.revoke_token(actor=stranger, token_id=token.pk)
    actions.revoke_token(actor=owner, token_id=token.pk)
    token.refresh_from_db()
    assert token.revoked_at


def test_its_use_is_noted_at_most_once_a_minute(owner, django_assert_num_queries):
    secret = make_token(owner)
    start = timezone.now()
    with time_machine.travel(start, tick=False), django_assert_num_queries(2):
        authenticate_token(secret)
    with time_machine.travel(start + timedelta(seconds=59), tick=False), django_assert_num_queries(1):
        authenticate_token(secret)
    assert ApiToken.objects.get().last_used_at == start
    with time_machine.travel(start + timedelta(seconds=61), tick=False):
        authenticate_token(secret)
    assert ApiToken.objects.get().last_used_at == start + timedelta(seconds=61)


def actor_for(path, *, method="GET", user=None, authorization=""):
    """The actor that the middleware finds for a request."""
    headers = {"Authorization": authorization} if authorization else {}
    request = RequestFactory().generic(method, path, headers=headers)
    request.user, request.session = user, {}
    found = []
    ActorMiddleware(lambda request: found.append(request.actor))(request)
    return found[0]


def test_under_the_api_the_token_decides_and_a_session_only_reads(owner, csr):
    user = Membership.objects.select_related("user").get(pk=owner.membership_id).user
    bearer = f"Bearer {make_token(csr)}"
    assert actor_for("/api/v1/x", user=user, authorization=bearer).membership_id == csr.membership_id
    assert actor_for("/api/v1/x", user=user, method="POST", authorization=bearer).via == "api"
    assert actor_for("/api/v1/x", user=user, authorization="Bearer dst_wrong") is None
    assert actor_for("/api/v1/x", user=user).membership_id == owner.membership_id
    assert actor_for("/api/v1/x", user=user, method="POST") is None
    assert actor_for("/customers", user=user, authorization=bearer).membership_id == owner.membership_id


def test_the_command_prints_the_token_alone(owner, capsys):
    email = Membership.objects.select_related("user").get(pk=owner.membership_id).user.email
    call_command("token", workspace="harbor", email=email.upper(), scopes="read, view_money")
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert authenticate_token(printed.strip()).capabilities == READING


@pytest.mark.parametrize(
    ("workspace_slug", "email", "scopes"),
    [("harbor", "nobody@example.com", ""), ("nowhere", "", ""), ("harbor", "", "everything")],
)
def test_the_command_says_what_it_cannot_do(owner, workspace_slug, email, scopes):
    email = email or Membership.objects.select_related("user").get(pk=owner.membership_id).user.email
    with pytest.raises(CommandError):
        call_command("token", workspace=workspace_slug, email=email, scopes=scopes)
