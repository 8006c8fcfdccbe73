"""Signing in: by e-mail and password, with a second step, not too often, and only by invitation."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from doorstep.identity.models import User
from doorstep.identity.people import make_person
from doorstep.identity.tests.builders import PASSWORD, make_member

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def counts_start_at_zero():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ann(workspace) -> User:
    person = make_person(email="ann@example.com", name="Ann Lee", password=PASSWORD)
    make_member(workspace, user=person)
    return person


def sign_in(client, email="ann@example.com", password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def sign_in_and_confirm(client):
    """Sign in, and give the password once more, as changes of one's login ask for."""
    sign_in(client)
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return f"{hotp_value(secret, counter):06d}"


def test_a_member_signs_in_with_e_mail_and_password_whatever_its_case(client, ann):
    answer = sign_in(client, email="Ann@Example.com")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(reverse("identity:settings")).status_code == 200
    assert UserSession.objects.filter(user=ann).count() == 1


def test_a_wrong_password_and_an_unknown_person_read_the_same(client, ann):
    wrong, unknown = sign_in(client, password="nope nope nope"), sign_in(client, email="bob@example.com")
    assert wrong.status_code == unknown.status_code == 200
    messages = [
        re.findall(r'id="id_login_error".*?</ul>|error-summary.*?</div>', str(one.content))
        for one in (wrong, unknown)
    ]
    assert messages[0] == messages[1]
    assert messages[0]


def test_the_right_password_is_refused_after_five_wrong_ones(client, ann):
    for _each in range(5):
        sign_in(client, password="nope nope nope")
    assert sign_in(client).status_code == 200
    assert "_auth_user_id" not in client.session


def test_another_person_from_the_same_place_still_signs_in(client, ann, other_workspace):
    for _each in range(5):
        sign_in(client, password="nope nope nope")
    bob = make_person(email="bob@example.com", name="Bob", password=PASSWORD)
    make_member(other_workspace, user=bob)
    assert sign_in(client, email="bob@example.com").status_code == 302


def test_one_place_may_not_try_many_accounts(client, workspace):
    for number in range(10):
        sign_in(client, email=f"guess{number}@example.com")
    answer = sign_in(client, email="guess11@example.com")
    assert "oo many" in answer.content.decode()


def test_nobody_signs_up_by_themselves(client, workspace):
    answer = client.get("/account/signup/")
    assert b"<form" not in answer.content or b'name="password1"' not in answer.content
    client.post("/account/signup/", {"email": "x@example.com", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(email="x@example.com").exists()


def test_the_second_step_is_set_up_and_asked_for(client, ann):
    sign_in_and_confirm(client)
    page = client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    assert page.status_code == 200
    assert client.post("/account/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    assert Authenticator.objects.filter(user=ann, type="totp").exists()
    assert Authenticator.objects.filter(user=ann, type="recovery_codes").exists()

    client.post("/account/logout/")
    cache.clear()  # a code counts once, also within its half minute
    answer = sign_in(client)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("identity:settings")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer.status_code == 302
    assert client.get(reverse("identity:settings")).status_code == 200


def test_a_recovery_code_opens_the_second_step_once(client, ann):
    sign_in_and_confirm(client)
    client.get("/account/2fa/totp/activate/")
    client.post("/account/2fa/totp/activate/", {"code": code_of(client.session["mfa.totp.secret"])})
    recovery = Authenticator.objects.get(user=ann, type="recovery_codes").wrap().get_unused_codes()[0]
    client.post("/account/logout/")
    sign_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": recovery}).status_code == 302
    assert client.get(reverse("identity:settings")).status_code == 200
    client.post("/account/logout/")
    sign_in(client)
    assert client.post(reverse("mfa_authenticate"), {"code": recovery}).status_code == 200


def test_a_forgotten_password_is_set_anew_by_a_mailed_link(client, ann):
    client.post("/account/password/reset/", {"email": "ann@example.com"})
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": "a new and long one", "password2": "a new and long one"}
    )
    assert sign_in(client).status_code == 200
    assert sign_in(client, password="a new and long one").status_code == 302


def test_asking_for_an_unknown_address_tells_nothing_and_mails_nobody(client, ann):
    known = client.post("/account/password/reset/", {"email": "ann@example.com"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.com"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [["ann@example.com"]]


def test_another_e_mail_takes_over_when_its_link_was_followed(client, ann):
    sign_in_and_confirm(client)
    client.post("/account/email/", {"email": "ann.lee@example.com", "action_add": ""})
    ann.refresh_from_db()
    assert ann.email == "ann@example.com"
    message = next(one for one in mail.outbox if one.to == ["ann.lee@example.com"])
    link = re.search(r"http://testserver(/account/confirm-email/\S+)", message.body)[1]
    client.post(link)
    ann.refresh_from_db()
    assert ann.email == "ann.lee@example.com"
    assert list(EmailAddress.objects.filter(user=ann).values_list("email", flat=True)) == [
        "ann.lee@example.com"
    ]


def test_a_changed_password_ends_the_other_sessions_and_tells_its_owner(client, ann, client_for):
    elsewhere = client_for(ann.memberships.get())
    sign_in(client)
    new = {"oldpassword": PASSWORD, "password1": "a new and long one", "password2": "a new and long one"}
    assert client.post("/account/password/change/", new).status_code == 302
    assert client.get(reverse("identity:settings")).status_code == 200
    assert elsewhere.get(reverse("identity:settings")).status_code == 302
    assert mail.outbox[-1].to == ["ann@example.com"]


def test_sessions_are_listed_and_ended(client, ann):
    sign_in(client)
    assert client.get("/account/sessions/").status_code == 200


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000"])
def test_a_passkey_is_offered_for_the_host_one_is_on(client, ann, host):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"host": host, "accept": "application/json"})
    options = answer.json()["request_options"]["publicKey"]
    assert options["rpId"] == host.partition(":")[0]
    assert options["userVerification"] == "required"


def test_changing_ones_login_asks_for_the_password_again(client, ann):
    sign_in(client)
    answer = client.get("/account/2fa/totp/activate/")
    assert answer["Location"].startswith("/account/reauthenticate/")


def test_pages_of_ones_account_open(client, ann):
    sign_in_and_confirm(client)
    for name in (
        "account_email",
        "account_change_password",
        "mfa_index",
        "usersessions_list",
        "mfa_add_webauthn",
    ):
        assert client.get(reverse(name)).status_code == 200, name


@pytest.mark.parametrize(
    ("host", "told"), [("127.0.0.1:8000", True), ("[::1]:8000", True), ("localhost:8000", False)]
)
def test_on_a_bare_address_the_page_says_where_passkeys_work(client, ann, host, told):
    page = client.get(f"{LOGIN}?next=/settings/", headers={"host": host}).content.decode()
    assert ("http://localhost:8000/account/login/?next=%2Fsettings%2F" in page) is told
