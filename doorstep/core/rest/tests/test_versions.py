"""A change is made on a version of a record, and never over somebody else's unseen."""

import pytest

from doorstep.customers.tests.builders import make_customer, make_tag

pytestmark = pytest.mark.django_db


def test_an_update_on_an_old_version_shows_both_values(owner, api_for):
    api, customer = api_for(owner), make_customer(owner)
    path = f"/customers/{customer.pk}"
    etag = api.get(path)["ETag"]
    assert api.patch(path, {"email": "one@example.com"}, etag).status_code == 200
    stale = api.patch(path, {"email": "two@example.com"}, etag)
    assert stale.status_code == 412
    both = stale.json()["details"]["fields"]
    assert both == {"email": {"mine": "two@example.com", "theirs": "one@example.com"}}
    assert stale.json()["details"]["version"] == 2


def test_the_answer_of_an_update_carries_the_version_for_the_next(owner, api_for):
    api, customer = api_for(owner), make_customer(owner)
    first = api.patch(f"/customers/{customer.pk}", {"first_name": "Ana"}, '"1"')
    assert first["ETag"] == '"2"'
    assert api.patch(f"/customers/{customer.pk}", {"first_name": "Eva"}, first["ETag"]).status_code == 200


def test_rows_without_a_version_go_by_their_content(owner, api_for):
    api, tag = api_for(owner), make_tag(owner.workspace)
    etag = api.get(f"/tags/{tag.pk}")["ETag"]
    assert api.patch(f"/tags/{tag.pk}", {"name": "Gold"}, etag).status_code == 200
    stale = api.patch(f"/tags/{tag.pk}", {"name": "Silver"}, etag)
    assert stale.status_code == 412
    assert stale.json()["details"]["fields"] == {"name": {"mine": "Silver", "theirs": "Gold"}}
    assert (
        api.patch(f"/tags/{tag.pk}", {"name": "Silver"}, api.get(f"/tags/{tag.pk}")["ETag"]).status_code
        == 200
    )


@pytest.mark.parametrize(("header", "status"), [(None, 428), ("*", 400), ("yesterday", 400)])
def test_an_update_says_which_version_it_was_made_on(owner, api_for, header, status):
    customer = make_customer(owner)
    response = api_for(owner).patch(f"/customers/{customer.pk}", {"first_name": "Ana"}, header)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
