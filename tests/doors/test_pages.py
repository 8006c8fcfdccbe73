"""Who comes through which door: every page × every role × the own company's and another company's rows."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from doorstep.identity.models import Role
from doorstep.identity.tests.builders import actor_of, make_member
from tests.doors.pages import ANYBODY, NOT_ROWS, PAGES, SCOPED, SELF_GUARDED, Page
from tests.doors.routes import arguments, pages
from tests.doors.world import browser_of, make_company

pytestmark = pytest.mark.django_db
ROUTES = pages()
MEMBERS_ONLY = sorted(
    name for name in ROUTES if PAGES.get(name) not in (None, ANYBODY) and name not in SELF_GUARDED
)
#: What is no way in: not there, not allowed, not that method, broken.
CLOSED = {401, 403, 404, 405, 500}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Both companies once for all doors; whatever a request changes is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        ours, theirs = make_company("Harbor", "harbor"), make_company("Hilltop", "hilltop")
        members = {role: make_member(ours.workspace, role) for role in Role}
        yield ours, theirs, {role: (actor_of(one), browser_of(one)) for role, one in members.items()}
        transaction.set_rollback(True)


def _status(browser: Client, name: str, page: Page, kwargs: dict) -> int:
    """The answer to one request, whose effects are taken back."""
    with transaction.atomic():
        url = reverse(name, kwargs=kwargs)
        send = browser.post if page.method == "POST" else browser.get
        answer = send(url, page.data)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer.status_code


def test_every_page_stands_in_the_table():
    assert set(PAGES) == set(ROUTES), "Add the new page to tests/doors/pages.py: who may open it?"


@pytest.mark.parametrize("name", MEMBERS_ONLY)
def test_each_role_gets_in_or_is_refused_as_the_table_says(name, world):
    ours, _theirs, members = world
    page = PAGES[name]
    kwargs = arguments(ROUTES[name], ours.ids, page.ids(ours.ids))
    wrong = {}
    for role, (actor, browser) in members.items():
        status = _status(browser, name, page, kwargs)
        # A customer of somebody else is not there for those who see only their own or their team's.
        hidden = actor.sees_assigned_to is not None and SCOPED & set(ROUTES[name])
        if not page.may(actor):
            right = status in ({page.refusal, 404} if hidden else {page.refusal})
        elif hidden:
            right = status == 404
        else:
            right = status not in CLOSED
        if not right:
            wrong[str(role)] = status
    assert not wrong


@pytest.mark.parametrize("name", [name for name in MEMBERS_ONLY if set(ROUTES[name]) - NOT_ROWS])
def test_another_companys_rows_are_not_there(name, world):
    ours, theirs, members = world
    page = PAGES[name]
    wrong = {}
    for parameter in set(ROUTES[name]) - NOT_ROWS:
        foreign = {**theirs.ids, **page.ids(theirs.ids)}[parameter]
        own = page.ids(ours.ids)
        kwargs = arguments(ROUTES[name], ours.ids, {**own, parameter: foreign})
        for role, (actor, browser) in members.items():
            status = _status(browser, name, page, kwargs)
            if status not in ({404} if page.may(actor) else {404, page.refusal}):
                wrong[str(role), parameter] = status
    assert not wrong


@pytest.mark.parametrize("name", MEMBERS_ONLY)
def test_a_stranger_is_sent_to_sign_in(name, world):
    ours, _theirs, _members = world
    page = PAGES[name]
    url = reverse(name, kwargs=arguments(ROUTES[name], ours.ids, page.ids(ours.ids)))
    browser = Client(raise_request_exception=False)
    answer = browser.post(url) if page.method == "POST" else browser.get(url)
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
