"""Properties, parties and contacts through the API."""

import pytest

from doorstep.clients.models import Property
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.tests.api_client import fields_of
from doorstep.jobs.tests.builders import make_job

pytestmark = pytest.mark.django_db
PLACE = {"line1": "7 Oak Lane", "town": "Austin", "county": "TX", "postcode": "78701"}


@pytest.fixture
def api(owner, api_for):
    return api_for(owner)


@pytest.fixture
def customer(owner):
    return make_customer(owner)


@pytest.fixture
def place(customer) -> Property:
    return Property.objects.get(client_id=customer.pk)


def ids(response) -> list[int]:
    return [item["id"] for item in response.json()["items"]]


def test_a_property_is_added_changed_made_primary_and_removed(api, customer, place):
    made = api.post(f"/customers/{customer.pk}/properties", {**PLACE, "access_notes": "Blue gate"})
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert made["Location"] == f"/api/v1/properties/{pk}"
    assert not made.json()["is_primary"]
    changed = api.patch(f"/properties/{pk}", {"town": "Dallas", "vacant": True}, made["ETag"]).json()
    assert (changed["town"], changed["line1"], changed["vacant"]) == ("Dallas", "7 Oak Lane", True)
    assert api.post(f"/properties/{pk}/primary").json()["is_primary"]
    assert api.get(f"/customers/{customer.pk}").json()["primary_property_id"] == pk
    assert ids(api.get(f"/customers/{customer.pk}/properties")) == [place.pk, pk]
    assert api.delete(f"/properties/{pk}").status_code == 204
    assert ids(api.get("/properties")) == [place.pk]


def test_a_property_with_history_stays(api, owner, customer, place):
    make_job(owner, customer, property_id=place.pk)
    response = api.delete(f"/properties/{place.pk}")
    assert response.status_code == 422
    assert "dormant" in response.json()["detail"]


def test_fields_of_a_property_are_named_where_they_are_wrong(api, customer, place):
    path = f"/customers/{customer.pk}/properties"
    assert fields_of(api.post(path, {**PLACE, "postcode": "nonsense"})) == ["postcode"]
    assert fields_of(api.post(path, {"town": "Austin"})) == ["line1"]
    assert fields_of(api.patch(f"/properties/{place.pk}", {"label": "x" * 81}, '"1"')) == ["label"]
    assert fields_of(api.patch(f"/properties/{place.pk}", {"country": "usa"}, '"1"')) == ["country"]


def test_properties_are_found_by_their_reference_elsewhere(api, customer):
    made = api.post(f"/customers/{customer.pk}/properties", {**PLACE, "external_id": "J-7"})
    assert ids(api.get("/properties?external_id=J-7")) == [made.json()["id"]]
    assert ids(api.get("/properties?external_id=J-8")) == []


def test_a_stale_change_of_an_address_shows_both(api, place):
    api.patch(f"/properties/{place.pk}", {"town": "Boulder"}, '"1"')
    stale = api.patch(f"/properties/{place.pk}", {"town": "Aurora"}, '"1"')
    assert stale.status_code == 412
    assert stale.json()["details"]["fields"] == {"town": {"mine": "Aurora", "theirs": "Boulder"}}


def test_parties_follow_each_other(api, customer, place):
    path = f"/properties/{place.pk}/parties"
    first = api.post(path, {"role": "occupier", "name": "Old tenant", "from_on": "2024-01-01"})
    assert first.status_code == 201, first.content
    second = api.post(path, {"role": "occupier", "party_id": customer.pk, "from_on": "2025-01-01"})
    assert api.get(f"/parties/{first.json()['id']}").json()["to_on"] == "2024-12-31"
    found = api.get(f"/parties/{second.json()['id']}")
    assert found.json()["party_id"] == customer.pk
    corrected = api.patch(f"/parties/{first.json()['id']}", {"name": "Ann"}, None)
    assert corrected.status_code == 428
    etag = api.get(f"/parties/{first.json()['id']}")["ETag"]
    assert api.patch(f"/parties/{first.json()['id']}", {"name": "Ann"}, etag).json()["name"] == "Ann"
    ended = api.post(f"/parties/{second.json()['id']}/end", {"on": "2025-06-30"})
    assert ended.json()["to_on"] == "2025-06-30"
    assert fields_of(api.post(f"/parties/{second.json()['id']}/end", {"on": "2025-07-01"})) == ["on"]
    assert ids(api.get(path)) == [first.json()["id"], second.json()["id"]]
    assert api.delete(f"/parties/{first.json()['id']}").status_code == 204
    assert fields_of(api.post(path, {"role": "owner"})) == ["name"]
    assert fields_of(api.post(path, {"role": "owner", "party_id": 4711})) == ["party_id"]


def test_a_contact_is_added_changed_and_removed(api, customer):
    body = {
        "last_name": "Diaz",
        "role": "billing",
        "email": "d@example.com",
        "phones": [{"typed": "512 555 0199"}],
    }
    made = api.post(f"/customers/{customer.pk}/contacts", body)
    assert made.status_code == 201, made.content
    contact = made.json()
    assert (contact["accepts_email"], contact["accepts_sms"]) == (True, True)
    assert contact["phones"][0]["e164"] == "+15125550199"
    path = f"/contacts/{contact['id']}"
    changed = api.patch(path, {"phones": [], "position": "Owner"}, made["ETag"]).json()
    assert (changed["phones"], changed["accepts_sms"], changed["position"]) == ([], False, "Owner")
    assert api.get(path).json() == changed
    assert ids(api.get(f"/customers/{customer.pk}/contacts")) == ids(api.get("/contacts")) == [contact["id"]]
    assert fields_of(api.patch(path, {"last_name": ""}, '"2"')) == ["last_name"]
    assert fields_of(api.patch(path, {"role": "boss"}, '"2"')) == ["role"]
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404


def test_nothing_of_another_workspace_is_there(api, customer, place, stranger, api_for):
    contact = api.post(f"/customers/{customer.pk}/contacts", {"last_name": "Diaz"}).json()
    party = api.post(f"/properties/{place.pk}/parties", {"role": "owner", "name": "Ann"}).json()
    theirs = api_for(stranger)
    for method, path, body in [
        ("GET", f"/customers/{customer.pk}/properties", None),
        ("POST", f"/customers/{customer.pk}/properties", PLACE),
        ("GET", f"/properties/{place.pk}", None),
        ("PATCH", f"/properties/{place.pk}", {"town": "x"}),
        ("POST", f"/properties/{place.pk}/primary", None),
        ("DELETE", f"/properties/{place.pk}", None),
        ("GET", f"/properties/{place.pk}/parties", None),
        ("POST", f"/properties/{place.pk}/parties", {"role": "owner", "name": "Eve"}),
        ("GET", f"/parties/{party['id']}", None),
        ("PATCH", f"/parties/{party['id']}", {"name": "Eve"}),
        ("POST", f"/parties/{party['id']}/end", {"on": "2025-01-01"}),
        ("DELETE", f"/parties/{party['id']}", None),
        ("GET", f"/customers/{customer.pk}/contacts", None),
        ("POST", f"/customers/{customer.pk}/contacts", {"last_name": "x"}),
        ("GET", f"/contacts/{contact['id']}", None),
        ("PATCH", f"/contacts/{contact['id']}", {"last_name": "x"}),
        ("DELETE", f"/contacts/{contact['id']}", None),
    ]:
        assert theirs.send(method, path, body, {"If-Match": '"1"'}).status_code == 404, (method, path)
    assert ids(theirs.get("/properties")) == ids(theirs.get("/contacts")) == []


def test_who_only_reads_changes_nothing(owner, accountant, customer, place, api_for):
    api = api_for(accountant)
    assert api.get(f"/properties/{place.pk}").status_code == 200
    assert api.post(f"/customers/{customer.pk}/properties", PLACE).status_code == 403
    assert api.delete(f"/properties/{place.pk}").status_code == 403
    assert api.post(f"/customers/{customer.pk}/contacts", {"last_name": "x"}).status_code == 403
