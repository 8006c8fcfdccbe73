"""The API's handbook."""

import re

import pytest

from doorstep.config.rest import api as rest_api

pytestmark = pytest.mark.django_db

#: Uncompressed; a page's HTML is at most 60 KB when it is sent.
MOST_BYTES = 150_000


def test_the_handbook_leads_to_every_operation(owner, client_for):
    client = client_for(owner)
    page = client.get("/api/")
    assert page.status_code == 200
    document = rest_api.get_openapi_schema()
    listed = set(re.findall(r'href="(/api/reference/[\w-]+)#(\w+)"', page.content.decode()))
    operations = {one["operationId"] for path in document["paths"].values() for one in path.values()}
    assert {key for _address, key in listed} == operations
    for address in sorted({address for address, _key in listed}):
        section = client.get(address)
        assert section.status_code == 200
        assert len(section.content) < MOST_BYTES
        text = section.content.decode()
        assert all(f'id="{key}"' in text for where, key in listed if where == address)
        assert "curl -X" in text


def test_an_example_shows_what_to_send(owner, client_for):
    text = client_for(owner).get("/api/reference/payments").content.decode()
    assert "Idempotency-Key: my-request-1" in text
    assert "&quot;amount_cents&quot;: 12000" in text
    assert "record_payments" in text


def test_strangers_are_asked_to_sign_in_and_unknown_sections_are_not_there(owner, client, client_for):
    assert client.get("/api/").status_code == 302
    assert client_for(owner).get("/api/reference/nothing").status_code == 404
