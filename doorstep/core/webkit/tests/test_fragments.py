"""A fragment that a browser kept is sent again only when it has changed."""

import pytest

from doorstep.customers.tests.builders import make_customer
from doorstep.identity.models import User

ROWS = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture(params=["gzip", "identity"])
def headers(request):
    return {**ROWS, "Accept-Encoding": request.param}


@pytest.fixture
def office(owner, client_for):
    make_customer(owner)
    return client_for(owner)


def test_the_rows_of_a_list_are_found_unchanged(office, headers):
    first = office.get("/customers", headers=headers)
    again = office.get("/customers", headers={**headers, "If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]
    assert "Accept-Encoding" in again["Vary"]


def test_the_rows_of_a_list_are_sent_anew_with_another_customer(owner, office, headers):
    first = office.get("/customers", headers=headers)
    make_customer(owner, first_name="Zoe")
    changed = office.get("/customers", headers={**headers, "If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_kept_form_ends_with_the_session_whose_secret_it_carries(owner, office, headers):
    first = office.get("/customers", headers=headers)
    office.cookies.clear()
    office.force_login(User.objects.get(memberships=owner.membership_id))
    later = office.get("/customers", headers={**headers, "If-None-Match": first["ETag"]})
    assert later.status_code == 200
