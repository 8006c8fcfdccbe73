"""The whole workspace as an archive: nothing forgotten, nothing of others, no secret."""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import call_command

from doorstep.clients.models import Client
from doorstep.customers.tests.builders import make_customer
from doorstep.identity.models import ApiToken, WorkspaceRow
from doorstep.runs.models import Run
from doorstep.transfer.actions.exporting import export_workspace
from doorstep.transfer.exporting.workspace_tables import SECRETS, table_sources


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def archive_of(run):
    with run.file.open("rb") as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def table(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(f"tables/{name}.csv").decode())))


@pytest.fixture
def run(owner, stranger):
    """An archive of a workspace with two customers, an upload and a token, beside another workspace."""
    make_customer(owner, last_name="Müller", tags=("VIP",))
    make_customer(owner, last_name="Baker")
    make_customer(stranger, last_name="Foreign")
    Run.objects.create(
        workspace=owner.workspace,
        kind="import.customers",
        title="Import",
        file=ContentFile(b"name\nAna\n", name="up.csv"),
    )
    ApiToken.objects.create(
        workspace=owner.workspace,
        membership_id=owner.membership_id,
        name="Key",
        prefix="dst_abc",
        token_hash="5ec2e7" * 10,
    )
    return export_workspace(actor=owner, at_once=True)


def test_the_manifest_counts_and_proves_every_table_and_file(run):
    assert (run.state, run.error) == (Run.State.DONE, "")
    archive = archive_of(run)
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    for entry in (*manifest["tables"], *manifest["files"]):
        assert hashlib.sha256(archive.read(entry["path"])).hexdigest() == entry["sha256"]
    rows = {entry["name"]: entry["rows"] for entry in manifest["tables"]}
    assert (rows["clients.client"], rows["clients.clienttag"], rows["identity.workspace"]) == (2, 1, 1)
    assert [archive.read(entry["path"]) for entry in manifest["files"]] == [b"name\nAna\n"]
    listed = {entry["path"] for entry in (*manifest["tables"], *manifest["files"])}
    assert set(archive.namelist()) == {*listed, "manifest.json"}


def test_it_holds_this_workspace_and_nothing_of_another(run, owner):
    archive = archive_of(run)
    names = {row["name"] for row in table(archive, "clients.client")}
    assert names == {"Jane Müller", "Jane Baker"}
    assert {row["slug"] for row in table(archive, "identity.workspace")} == {"harbor"}
    assert len(table(archive, "identity.user")) == 1
    content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Foreign" not in content


def test_no_secret_leaves(run, owner):
    archive = archive_of(run)
    content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"5ec2e7" not in content
    assert "token_hash" not in table(archive, "identity.apitoken")[0]
    assert "password" not in table(archive, "identity.user")[0]


def test_every_table_with_a_workspace_is_in_it():
    """By the columns that the database has, not by the base class that the export itself looks for."""
    owned = {
        model
        for model in apps.get_models()
        if any(field.attname == "workspace_id" for field in model._meta.concrete_fields)
    }
    assert owned <= {source.model for source in table_sources()}
    assert all(issubclass(model, WorkspaceRow) for model in owned)


def test_a_new_column_that_sounds_secret_is_decided_about():
    suspicious = {
        field.attname
        for source in table_sources()
        for field in source.model._meta.concrete_fields
        if any(word in field.attname for word in ("secret", "password", "token", "hash"))
    }
    assert suspicious <= SECRETS, "Add it to SECRETS."


def test_what_a_program_reads_back_is_what_was_stored(run, owner):
    client = Client.objects.get(last_name="Müller")
    [row] = [row for row in table(archive_of(run), "clients.client") if row["id"] == str(client.pk)]
    assert json.loads(row["custom"]) == client.custom
    assert row["created_at"] == client.created_at.isoformat()
    assert row["accepts_email"] == "true"


def test_only_who_may_export_everything_can(manager, owner, client_for):
    with pytest.raises(PermissionDenied):
        export_workspace(actor=manager)
    assert client_for(manager).get("/settings/archive/").status_code == 403
    browser = client_for(owner)
    assert browser.get("/settings/archive/").status_code == 200
    assert browser.post("/settings/archive/").headers["Location"] == f"/runs/{Run.objects.get().pk}/"


def test_the_command_writes_the_archive_and_leaves_no_copy(owner, tmp_path):
    make_customer(owner)
    path = tmp_path / "all.zip"
    call_command("export", "workspace", "--workspace", "harbor", "-o", path)
    assert zipfile.ZipFile(path).testzip() is None
    assert Run.objects.get().file.name == ""
