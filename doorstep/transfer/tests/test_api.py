"""Imports, exports and their runs through the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.billing.tests.builders import make_invoice
from doorstep.customers.tests.builders import make_customer, make_tag
from doorstep.identity.tests.api_client import fields_of
from doorstep.runs.engine import work
from doorstep.transfer.tests.builders import make_types

pytestmark = pytest.mark.django_db
CSV = b"Name,Surname,Phone,Mood\nAna,Torres,512 555 0143,good\nBob,Smith,512 555 0144,bad\n"


@pytest.fixture
def api(owner, api_for):
    make_types(owner)
    return api_for(owner)


def csv(content: bytes = CSV, name: str = "customers.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/csv")


def upload(api) -> dict:
    response = api.upload("/imports", csv())
    assert response.status_code == 201, response.content
    return response.json()


def run(api) -> dict:
    """An import that has been run."""
    found = upload(api)
    path = f"/imports/{found['id']}"
    mapping = {"Name": "first_name", "Surname": "last_name", "Phone": "phone", "Mood": ""}
    assert api.patch(path, {"mapping": mapping}, api.get(path)["ETag"]).status_code == 200
    assert api.post(f"{path}/run").status_code == 202
    work(found["id"])
    return api.get(path).json()


def test_a_file_is_uploaded_planned_tried_and_brought_in(api):
    found = upload(api)
    path = f"/imports/{found['id']}"
    assert (found["state"], found["file_name"]) == ("waiting", "customers.csv")
    columns = api.get(f"{path}/columns").json()
    assert [one["header"] for one in columns] == ["Name", "Surname", "Phone", "Mood"]
    assert columns[2]["samples"] == ["512 555 0143", "512 555 0144"]
    mapping = {"Name": "first_name", "Surname": "last_name", "Phone": "phone", "Mood": ""}
    etag = api.get(path)["ETag"]
    planned = api.patch(path, {"mapping": mapping, "duplicates": "ask"}, etag)
    assert (planned.json()["plan"]["mapping"], planned.json()["plan"]["duplicates"]) == (mapping, "ask")
    assert api.patch(path, {"duplicates": "skip"}, etag).status_code == 412
    tried = api.post(f"{path}/dry-run")
    assert (tried.status_code, tried["Location"]) == (202, f"/api/v1/runs/{tried.json()['id']}")
    work(tried.json()["id"])
    rows = api.get(f"/runs/{tried.json()['id']}/rows").json()["items"]
    assert [row["outcome"] for row in rows] == ["created", "created"]
    assert api.get("/customers").json()["items"] == []
    assert api.post(f"{path}/run").status_code == 202
    work(found["id"])
    done = api.get(path).json()
    assert (done["state"], done["done"], done["counts"]) == ("done", 2, {"created": 2})
    rows = api.get(f"{path}/rows").json()["items"]
    customers = api.get(f"/customers?run={found['id']}").json()["items"]
    assert {row["customer_id"] for row in rows} == {one["id"] for one in customers}
    assert [one["id"] for one in api.get("/imports").json()["items"]] == [found["id"]]


def test_an_import_is_undone(api):
    found = run(api)
    undo = api.post(f"/runs/{found['id']}/undo")
    assert (undo.status_code, undo.json()["undo_of_id"]) == (202, found["id"])
    work(undo.json()["id"])
    assert api.get(f"/runs/{undo.json()['id']}").json()["counts"] == {"undone": 2}
    assert api.get("/customers").json()["items"] == []
    assert api.post(f"/runs/{found['id']}/undo").status_code == 422


def test_rows_that_an_import_asks_about_are_answered(api, owner):
    make_customer(owner, first_name="Anna", last_name="Torrez", phones=("512 555 0143",))
    found = upload(api)
    path = f"/imports/{found['id']}"
    mapping = {"Name": "first_name", "Surname": "last_name", "Phone": "phone"}
    api.patch(path, {"mapping": mapping, "duplicates": "ask"}, api.get(path)["ETag"])
    api.post(f"{path}/run")
    work(found["id"])
    (asked,) = api.get(f"{path}/rows?asked=true").json()["items"]
    answer = api.post(f"{path}/rows/{asked['id']}/answer", {"answer": "create"})
    assert answer.json()["outcome"] == "created", answer.content
    assert api.post(f"{path}/rows/{asked['id']}/answer", {"answer": "skip"}).status_code == 422
    assert fields_of(api.post(f"{path}/rows/{asked['id']}/answer", {"answer": "maybe"})) == ["answer"]
    assert api.post(f"{path}/answers", {"answer": "skip"}).status_code in {202, 422}


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"%PDF-1.7 no table", "customers.csv"), (b"", "customers.csv"), (b"PK\x03\x04", "x.xlsx")],
)
def test_a_file_that_is_no_table_is_refused_and_not_kept(api, content, name):
    response = api.upload("/imports", csv(content, name))
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert api.get("/imports").json()["items"] == []


def test_what_makes_no_sense_about_an_import_is_refused_by_name(api):
    assert fields_of(api.post("/imports", {"file": "text"})) == ["file"]
    found = upload(api)
    path, etag = f"/imports/{found['id']}", api.get(f"/imports/{found['id']}")["ETag"]
    assert fields_of(api.patch(path, {"duplicates": "merge"}, etag)) == ["duplicates"]
    assert fields_of(api.patch(path, {"colour": "red"}, etag)) == ["colour"]
    api.patch(path, {"mapping": {}}, etag)
    assert fields_of(api.post(f"{path}/run")) == ["mapping"]
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404


def test_an_export_holds_the_filtered_customers_and_chosen_columns(api, owner):
    vip = make_tag(owner.workspace)
    make_customer(owner, first_name="Ana", last_name="Torres", tags=("VIP",), email="ana@example.com")
    make_customer(owner, first_name="Bob", last_name="Smith")
    body = {"filter": f"?tag={vip.pk}", "columns": ["email", "balance"], "format": "csv"}
    started = api.post("/exports", body)
    assert started.status_code == 202, started.content
    path = f"/exports/{started.json()['id']}"
    assert api.get(f"{path}/file").status_code == 404
    work(started.json()["id"])
    assert api.get(path).json()["state"] == "done"
    file = api.get(f"{path}/file")
    content = b"".join(file.streaming_content).decode("utf-8-sig")
    assert file["Content-Type"].startswith("text/csv")
    assert "ana@example.com" in content
    assert "Bob" not in content
    assert [one["id"] for one in api.get("/exports").json()["items"]] == [started.json()["id"]]


def test_an_export_of_chosen_customers(api, owner):
    ana, _bob = make_customer(owner, last_name="Torres"), make_customer(owner, last_name="Smith")
    started = api.post("/exports", {"ids": [ana.pk], "format": "xlsx"}).json()
    work(started["id"])
    assert api.get(f"/exports/{started['id']}").json()["done"] == 1
    assert b"".join(api.get(f"/exports/{started['id']}/file").streaming_content).startswith(b"PK")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"filter": "tab=gone"}, "filter"),
        ({"filter": "colour=red"}, "filter"),
        ({"columns": ["email", "colour"]}, "columns.1"),
        ({"sort": "colour"}, "sort"),
        ({"format": "pdf"}, "format"),
        ({"ids": []}, "ids"),
    ],
)
def test_an_export_that_makes_no_sense_is_refused_by_name(api, body, field):
    response = api.post("/exports", body)
    assert (response.status_code, fields_of(response)) == (422, [field])


def test_money_columns_are_offered_to_who_may_see_money(owner, dispatcher, api_for):
    def offered(actor):
        return {one["key"] for one in api_for(actor).get("/export-columns").json()}

    assert "balance" in offered(owner)
    assert "balance" not in offered(dispatcher)
    assert fields_of(api_for(dispatcher).post("/exports", {"columns": ["balance"]})) == ["columns.0"]


def test_a_run_is_stopped(api):
    started = api.post("/exports", {}).json()
    stopped = api.post(f"/runs/{started['id']}/cancel")
    assert stopped.json()["state"] == "cancelled"
    assert api.post(f"/runs/{started['id']}/cancel").status_code == 422
    assert api.get("/runs?kind=customers.export").json()["items"][0]["id"] == started["id"]
    assert api.get("/runs?kind=other").json()["items"] == []


def test_only_who_may_import_or_export_does(accountant, technician, api_for):
    assert api_for(accountant).upload("/imports", csv()).status_code == 403
    assert api_for(accountant).get("/imports").status_code == 403
    assert api_for(technician).post("/exports", {}).status_code == 403
    assert api_for(accountant).post("/exports", {}).status_code == 202


def test_nothing_of_another_workspace_is_there(api, owner, stranger, api_for):
    make_invoice(owner, make_customer(owner))
    imported = run(api)
    row = api.get(f"/imports/{imported['id']}/rows").json()["items"][0]
    waiting = upload(api)
    exported = api.post("/exports", {}).json()
    work(exported["id"])
    theirs = api_for(stranger)
    for method, path, body in [
        ("GET", f"/imports/{imported['id']}", None),
        ("GET", f"/imports/{imported['id']}/columns", None),
        ("GET", f"/imports/{imported['id']}/rows", None),
        ("PATCH", f"/imports/{waiting['id']}", {"mapping": {}}),
        ("POST", f"/imports/{waiting['id']}/dry-run", None),
        ("POST", f"/imports/{waiting['id']}/run", None),
        ("DELETE", f"/imports/{waiting['id']}", None),
        ("POST", f"/imports/{imported['id']}/rows/{row['id']}/answer", {"answer": "skip"}),
        ("POST", f"/imports/{imported['id']}/answers", {"answer": "skip"}),
        ("GET", f"/exports/{exported['id']}", None),
        ("GET", f"/exports/{exported['id']}/file", None),
        ("GET", f"/runs/{imported['id']}", None),
        ("GET", f"/runs/{imported['id']}/rows", None),
        ("POST", f"/runs/{imported['id']}/undo", None),
        ("POST", f"/runs/{imported['id']}/cancel", None),
    ]:
        assert theirs.send(method, path, body, {"If-Match": '"1"'}).status_code == 404, (method, path)
    for path in ("/runs", "/imports", "/exports"):
        assert theirs.get(path).json()["items"] == []
