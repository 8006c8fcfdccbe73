"""Invitations: an e-mail through a real mail server, a link that ends, and a member at the end of it."""

import re
import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from doorstep.core.errors import RuleBroken
from doorstep.identity import actions
from doorstep.identity.models import Invitation, Membership, User
from doorstep.identity.tests.builders import PASSWORD, actor_of, make_member, make_team, make_user
from doorstep.identity.tokens import invitation_secret

pytestmark = pytest.mark.django_db


class Postbox:
    """A mail server's handler that keeps what it gets, or refuses it."""

    def __init__(self) -> None:
        self.messages = []
        self.refuses = False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return "451 Try again later"
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def postbox(settings):
    handler = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = False
    settings.BASE_URL = "https://doorstep.example.com"
    yield handler
    controller.stop()


def invite(actor, email="New.Person@Example.com", role="csr", **more) -> Invitation:
    return actions.invite_member(actor=actor, email=email, role=role, **more)


def secret_of(invitation: Invitation) -> str:
    invitation.refresh_from_db()
    return invitation_secret(invitation.pk, invitation.expires_at)


def join(invitation: Invitation, **more) -> Membership:
    typed = {"actor": None, "name": "New Person", "password": PASSWORD} | more
    return actions.accept_invitation(secret=secret_of(invitation), **typed)


def do_what_follows() -> None:
    for result in DBTaskResult.objects.filter(task_path="doorstep.identity.tasks.send_invitation"):
        result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])


def test_an_invitation_arrives_and_its_link_opens(postbox, owner, client):
    invitation = invite(owner)
    do_what_follows()
    (message,) = postbox.messages
    assert message["To"] == "new.person@example.com"
    assert message["Subject"] == "Harbor Plumbing invites you to Doorstep"
    text = message.get_body(("plain",)).get_content()
    assert f"{owner.name} invites you to work in Harbor Plumbing as CSR." in text
    link = re.search(r"https://doorstep\.example\.com(/invitations/\S+/)", text)[1]
    assert link in message.get_body(("html",)).get_content()
    assert client.get(link).status_code == 200
    invitation.refresh_from_db()
    assert invitation.sent_at
    assert link.split("/")[2] not in str(Invitation.objects.values().get())


def test_it_is_sent_once_however_often_the_task_runs(postbox, owner):
    invite(owner)
    do_what_follows()
    do_what_follows()
    assert len(postbox.messages) == 1


def test_a_mail_server_that_refuses_fails_the_task_so_that_it_is_tried_again(postbox, owner):
    invite(owner)
    postbox.refuses = True
    with pytest.raises(OSError, match="Try again later"):
        do_what_follows()
    postbox.refuses = False
    do_what_follows()
    assert len(postbox.messages) == 1


def test_a_revoked_invitation_is_not_sent_any_more(postbox, owner):
    invitation = invite(owner)
    actions.revoke_invitation(actor=owner, invitation_id=invitation.pk)
    do_what_follows()
    assert postbox.messages == []


def test_it_is_written_in_the_workspaces_language(postbox, owner):
    actions.update_workspace(actor=owner, locale="en-gb")
    invite(owner)
    do_what_follows()
    assert 'lang="en-gb"' in postbox.messages[0].get_body(("html",)).get_content()


def test_a_new_person_joins(owner, client, workspace):
    team = make_team(workspace)
    secret = secret_of(invite(owner, role="technician", team_id=team.pk))
    link = reverse("identity:invitation", args=[secret])
    assert b'name="password"' in client.get(link).content
    answer = client.post(link, {"name": "New Person", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    member = Membership.objects.get(user__email="new.person@example.com")
    assert (member.role, member.team, member.workspace) == ("technician", team, workspace)
    assert EmailAddress.objects.filter(user=member.user, verified=True, primary=True).exists()
    assert client.get(reverse("identity:settings")).status_code == 200
    assert client.get(link).status_code == 410


def test_bad_words_on_the_way_in_are_told_and_make_nobody(owner, client):
    link = reverse("identity:invitation", args=[secret_of(invite(owner))])
    for typed in ({"name": "", "password": PASSWORD}, {"name": "New", "password": "short"}):
        assert client.post(link, typed).status_code == 422
    assert not User.objects.filter(email="new.person@example.com").exists()


def test_somebody_with_a_login_signs_in_first_and_joins_with_it(owner, client, stranger):
    person = Membership.objects.select_related("user").get(pk=stranger.membership_id).user
    link = reverse("identity:invitation", args=[secret_of(invite(owner, email=person.email))])
    assert b"/account/login/?next=" in client.get(link).content
    client.post(link, {"name": "X", "password": PASSWORD})
    assert not Membership.objects.filter(workspace_id=owner.workspace_id, user=person).exists()
    client.force_login(person)
    assert b'name="password"' not in client.get(link).content
    assert client.post(link).status_code == 302
    assert Membership.objects.get(workspace_id=owner.workspace_id, user=person).role == "csr"
    assert client.session["workspace_id"] == owner.workspace_id


def test_an_invitation_is_for_its_addressee_only(owner, stranger, client_for):
    invitation = invite(owner)
    client = client_for(stranger)
    link = reverse("identity:invitation", args=[secret_of(invitation)])
    assert b"you are signed in as" in client.get(link).content
    client.post(link, {"name": "X", "password": PASSWORD})
    other = Membership.objects.select_related("user").get(pk=stranger.membership_id).user
    with pytest.raises(RuleBroken, match="is for new"):
        join(invitation, actor=other)
    assert not Membership.objects.filter(workspace_id=owner.workspace_id).exclude(pk=owner.membership_id)


def test_a_link_ends_after_a_week_and_works_once(owner):
    invitation = invite(owner)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)), pytest.raises(RuleBroken):
        join(invitation)
    join(invitation)
    with pytest.raises(RuleBroken):
        join(invitation)


def test_sending_again_makes_a_new_link_and_ends_the_old_one(owner):
    invitation = invite(owner)
    old = secret_of(invitation)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        actions.resend_invitation(actor=owner, invitation_id=invitation.pk)
        assert secret_of(invitation) != old
        with pytest.raises(RuleBroken):
            actions.accept_invitation(actor=None, secret=old, name="X", password=PASSWORD)
        assert join(invitation).role == "csr"


def test_a_guessed_link_opens_nothing(owner, client):
    invitation = invite(owner)
    for secret in (f"{invitation.pk}-{'0' * 40}", "x", secret_of(invitation)[:-1]):
        assert client.get(reverse("identity:invitation", args=[secret])).status_code == 410


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@example.com"])
def test_a_bad_address_is_refused(owner, email):
    with pytest.raises(RuleBroken):
        invite(owner, email=email)


def test_members_and_the_invited_are_not_invited_again(owner, workspace):
    make_member(workspace, "csr", "ann@example.com")
    with pytest.raises(RuleBroken, match="a member already"):
        invite(owner, email="Ann@example.com")
    invite(owner)
    with pytest.raises(RuleBroken, match="invited already"):
        invite(owner)


def test_a_former_member_comes_back_in_the_new_role(owner, workspace):
    former = make_member(workspace, "csr", "ann@example.com")
    actions.end_membership(actor=owner, membership_id=former.pk)
    invitation = invite(owner, email="ann@example.com", role="dispatcher")
    member = join(invitation, actor=former.user)
    assert (member.pk, member.role, member.ended_at) == (former.pk, "dispatcher", None)


def test_the_invitations_of_somebody_who_is_out_end_with_them(owner, manager):
    invitation = invite(manager)
    actions.end_membership(actor=owner, membership_id=manager.membership_id)
    with pytest.raises(RuleBroken):
        join(invitation)


def test_a_sandbox_and_its_live_workspace_invite_apart(owner):
    invite(owner)
    sandbox_owner = actor_of(actions.create_sandbox(actor=owner))
    invite(sandbox_owner)
    assert Invitation.objects.count() == 2


def test_making_somebody_a_member_needs_a_person(owner):
    make_user("taken@example.com")
    with pytest.raises(RuleBroken, match="You have a login already"):
        join(invite(owner, email="taken@example.com"))
