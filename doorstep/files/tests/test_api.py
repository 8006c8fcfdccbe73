"""Files through the API: uploaded once however often it is sent, listed, linked, deleted."""

import pytest
from django.conf import settings as product

from doorstep.clients.models import Property
from doorstep.files.models import StoredFile
from doorstep.files.tests import samples
from doorstep.files.tests.builders import make_file
from doorstep.files.tests.samples import picture, upload
from doorstep.identity.tests.api_client import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(owner, api_for):
    return api_for(owner)


@pytest.fixture
def path(customer):
    return f"/customers/{customer.pk}/files"


def ids(response):
    return [item["id"] for item in response.json()["items"]]


def test_a_file_is_uploaded_listed_and_deleted(api, customer, path):
    place = Property.objects.get(client_id=customer.pk)
    made = api.upload(path, upload(picture(), "roof.exe"), description="Before", property_id=place.pk)
    assert made.status_code == 201, made.content
    found = made.json()
    assert made["Location"] == f"/api/v1/files/{found['id']}"
    assert (found["name"], found["kind"], found["content_type"]) == ("roof.exe.jpg", "photo", "image/jpeg")
    assert (found["description"], found["property_id"], found["width"]) == ("Before", place.pk, 64)
    assert ids(api.get(path)) == ids(api.get("/files")) == ids(api.get("/files?kind=photo")) == [found["id"]]
    assert ids(api.get(f"{path}?kind=contract")) == []
    assert api.delete(f"/files/{found['id']}").status_code == 204
    assert ids(api.get(path)) == []
    assert api.get(f"/files/{found['id']}").status_code == 404
    assert api.post(f"/files/{found['id']}/restore").json()["id"] == found["id"]
    assert ids(api.get(path)) == [found["id"]]


def test_an_upload_that_is_sent_again_is_kept_once(api, path):
    key = {"Idempotency-Key": "photo-1"}
    first = api.upload(path, upload(picture(), "roof.jpg"), key)
    again = api.upload(path, upload(picture(), "roof.jpg"), key)
    assert (first.json(), again["Idempotency-Replayed"]) == (again.json(), "true")
    assert StoredFile.objects.count() == 1
    assert api.upload(path, upload(samples.PDF, "roof.jpg"), key).status_code == 422


def test_what_is_refused_is_told_at_the_file_and_leaves_nothing(api, path, folder):
    refused = api.upload(path, upload(samples.PE, "roof.jpg"), {"Idempotency-Key": "x"})
    assert (refused.status_code, fields_of(refused)) == (422, ["file"])
    assert "program" in refused.json()["detail"]
    assert refused.json()["details"] == {"code": "program"}
    assert not any(found.is_file() for found in folder.rglob("*"))
    assert fields_of(api.post(path)) == ["file"]
    assert fields_of(api.upload(path, upload(picture()), kind="secret")) == ["kind"]


def test_a_file_is_changed_on_the_version_one_has_seen(api, owner, customer):
    row = make_file(owner, customer.pk)
    etag = api.get(f"/files/{row.pk}")["ETag"]
    changed = api.patch(f"/files/{row.pk}", {"name": "Gutter", "kind": "document"}, etag)
    assert (changed.json()["name"], changed.json()["kind"]) == ("Gutter.jpg", "document")
    assert api.patch(f"/files/{row.pk}", {"name": "Other"}, etag).status_code == 412
    assert api.patch(f"/files/{row.pk}", {"name": "Other"}).status_code == 428


def test_a_link_downloads_the_file(api, owner, customer, client):
    row = make_file(owner, customer.pk, samples.PDF, "quote.pdf")
    link = api.get(f"/files/{row.pk}/link").json()
    answer = client.get(link["url"].removeprefix(product.BASE_URL))
    assert b"".join(answer.streaming_content) == samples.PDF


def test_a_token_that_only_reads_adds_and_deletes_nothing(api_for, owner, customer, path):
    row, reader = make_file(owner, customer.pk), api_for(owner, "read")
    assert reader.upload(path, upload(picture())).status_code == 403
    assert reader.delete(f"/files/{row.pk}").status_code == 403
    assert reader.get(f"/files/{row.pk}/link").status_code == 200
