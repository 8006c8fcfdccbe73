"""Tags, sources and custom fields through the API."""

import pytest

from doorstep.customers.tests.builders import make_customer, make_source, make_tag
from doorstep.identity.tests.api_client import fields_of
from doorstep.vocabulary.actions.custom_fields import create_custom_field

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(owner, api_for):
    return api_for(owner)


def names(response, key: str = "name") -> list[str]:
    return [item[key] for item in response.json()["items"]]


def test_a_tag_is_made_renamed_and_deleted_everywhere(api, owner):
    made = api.post("/tags", {"name": "VIP", "colour": "purple"})
    assert made.status_code == 201, made.content
    path = f"/tags/{made.json()['id']}"
    customer = make_customer(owner, tags=("VIP",))
    assert api.patch(path, {"name": "Gold"}, made["ETag"]).json() == {**made.json(), "name": "Gold"}
    assert names(api.get("/tags")) == ["Gold"]
    assert api.delete(path).status_code == 204
    assert api.get(f"/customers/{customer.pk}").json()["tags"] == []


def test_a_near_miss_of_a_tag_is_named(api):
    api.post("/tags", {"name": "VIP"})
    response = api.post("/tags", {"name": "vip"})
    assert (response.status_code, fields_of(response)) == (422, ["name"])
    assert response.json()["details"] == {"near_miss": "VIP"}
    assert api.post("/tags", {"name": "vip", "although_similar": True}).status_code == 201
    assert fields_of(api.post("/tags", {"name": "X", "colour": "beige"})) == ["colour"]


def test_a_source_is_made_renamed_and_archived(api):
    made = api.post("/sources", {"name": "Google"})
    path = f"/sources/{made.json()['id']}"
    assert api.patch(path, {"name": "Search"}, made["ETag"]).json()["name"] == "Search"
    assert api.post(f"{path}/archive").json()["archived_at"]
    assert api.post(f"{path}/restore").json()["archived_at"] is None
    assert names(api.get("/sources")) == ["Search"]
    assert fields_of(api.post("/sources", {"name": "Search"})) == ["name"]


def test_a_custom_field_is_made_with_its_choices(api):
    body = {"on": "customer", "label": "Heating", "kind": "choice", "options": ["Gas", "Oil"]}
    made = api.post("/custom-fields", body)
    assert made.status_code == 201, made.content
    field = made.json()
    assert (field["key"], [one["key"] for one in field["options"]]) == ("heating", ["gas", "oil"])
    path = f"/custom-fields/{field['id']}"
    assert api.patch(path, {"required": True}, made["ETag"]).json()["required"]
    added = api.post(f"{path}/options", {"label": "Heat pump"}).json()["options"][-1]
    assert added["key"] == "heat_pump"
    option = f"/custom-field-options/{added['id']}"
    assert api.put(option, {"label": "Pump"}).json()["options"][-1]["label"] == "Pump"
    assert api.post(f"{option}/archive").json()["options"][-1]["archived_at"]
    assert api.post(f"{option}/restore").json()["options"][-1]["archived_at"] is None
    assert api.post(f"{path}/archive").json()["archived_at"]
    assert api.post(f"{path}/restore").json() == api.get(path).json()
    assert names(api.get("/custom-fields"), "label") == ["Heating"]
    assert fields_of(api.post("/custom-fields", {**body, "label": "X", "options": []})) == ["options"]
    assert fields_of(api.post("/custom-fields", {**body, "kind": "colour"})) == ["kind"]


def test_nothing_of_another_workspace_is_there(owner, stranger, api_for):
    tag, source = make_tag(owner.workspace), make_source(owner.workspace)
    field = create_custom_field(actor=owner, on="customer", label="Heating", kind="choice", options=["Gas"])
    option = field.options.get()
    api = api_for(stranger)
    for method, path, body in [
        ("GET", f"/tags/{tag.pk}", None),
        ("PATCH", f"/tags/{tag.pk}", {"name": "x"}),
        ("DELETE", f"/tags/{tag.pk}", None),
        ("GET", f"/sources/{source.pk}", None),
        ("PATCH", f"/sources/{source.pk}", {"name": "x"}),
        ("POST", f"/sources/{source.pk}/archive", None),
        ("GET", f"/custom-fields/{field.pk}", None),
        ("PATCH", f"/custom-fields/{field.pk}", {"label": "x"}),
        ("POST", f"/custom-fields/{field.pk}/options", {"label": "x"}),
        ("PUT", f"/custom-field-options/{option.pk}", {"label": "x"}),
        ("POST", f"/custom-field-options/{option.pk}/archive", None),
    ]:
        assert api.send(method, path, body, {"If-Match": '"1"'}).status_code == 404, (method, path)
    assert [names(api.get(path)) for path in ("/tags", "/sources")] == [[], []]


def test_only_who_manages_settings_changes_words(csr, api_for):
    api, tag = api_for(csr), make_tag(csr.workspace)
    assert names(api.get("/tags")) == ["VIP"]
    for path, body in [
        ("/tags", {"name": "x"}),
        ("/sources", {"name": "x"}),
        ("/custom-fields", {"on": "customer", "label": "x", "kind": "text"}),
    ]:
        assert api.post(path, body).status_code == 403
    assert api.delete(f"/tags/{tag.pk}").status_code == 403
