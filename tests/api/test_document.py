"""The OpenAPI document is complete, and changes of it are seen."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from doorstep.config.rest import api as rest_api
from doorstep.customers.filters.parameters import KEYS

KEPT = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(json.dumps(rest_api.get_openapi_schema()))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_the_document_is_the_one_that_is_kept(document):
    assert document == json.loads(KEPT.read_text(encoding="utf-8")), (
        "The API has changed. When that is meant: .venv/bin/doorstep openapi > docs/reference/openapi.json"
    )


@pytest.mark.django_db
def test_anybody_may_read_it(document):
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.json() == document
    assert document["openapi"].startswith("3.1")


def test_every_operation_says_what_it_does_and_how_it_fails(document):
    for path, method, operation in operations(document):
        where = f"{method} {path}"
        assert operation["summary"], where
        assert not operation["summary"].endswith("."), where
        assert operation["security"] == [{"BearerToken": []}], where
        assert len(operation["tags"]) == 1, where
        failures = {int(status) for status in operation["responses"] if int(status) >= 400}
        assert {401, 403, 422, 429, 500} <= failures, where
        assert ("{" not in path) or 404 in failures, where
        headers = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
        assert ("Idempotency-Key" in headers) == (method == "post"), where
        assert ("If-Match" in headers) == (method == "patch") == (428 in failures), where
        if path.startswith(("/api/v1/me", "/api/v1/members", "/api/v1/notifications")):
            continue  # for every member
        assert "Needs the right `" in operation["description"], where


def test_every_operation_has_a_name_of_its_own(document):
    names = Counter(operation["operationId"] for _path, _method, operation in operations(document))
    assert [name for name, count in names.items() if count > 1] == []


def test_bodies_refuse_what_they_do_not_know(document):
    for name, schema in document["components"]["schemas"].items():
        if name.endswith(("In", "Change", "Void", "Issue", "Done", "Reason", "Move", "End")):
            assert schema["additionalProperties"] is False, name


def test_the_main_bodies_have_examples_that_fit(document):
    schemas = document["components"]["schemas"]
    for name in ("CustomerIn", "JobIn", "InvoiceIn", "PaymentIn", "ExportIn"):
        (example,) = schemas[name]["examples"]
        assert set(schemas[name].get("required", ())) <= example.keys() <= schemas[name]["properties"].keys()


def test_every_filter_of_the_customers_page_is_documented(document):
    listed = {one["name"] for one in document["paths"]["/api/v1/customers"]["get"]["parameters"]}
    assert listed == KEYS | {"sort", "limit", "cursor"}
