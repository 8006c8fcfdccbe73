"""Files in S3-compatible storage, by settings alone."""

import pytest
from django.conf import settings as product

from doorstep.config.settings_files import uploads_storage
from doorstep.files import storing, tidying
from doorstep.files.actions import delete_file
from doorstep.files.links import content_url
from doorstep.files.models import StoredFile
from doorstep.files.previews import make_preview
from doorstep.files.tests.builders import make_file
from doorstep.files.tests.fake_s3 import FakeS3
from doorstep.files.tests.samples import picture
from doorstep.shell.health import _uploads

pytestmark = pytest.mark.django_db


@pytest.fixture
def bucket(monkeypatch, settings):
    server = FakeS3()
    for name, value in {
        "NAME": "bucket",
        "ENDPOINT": server.url,
        "REGION": "us-east-1",
        "KEY": "key",
        "SECRET": "secret",
        "PREFIX": "doorstep",
    }.items():
        monkeypatch.setenv(f"DOORSTEP_BUCKET_{name}", value)
    settings.STORAGES = {**product.STORAGES, "uploads": uploads_storage()}
    yield server.objects
    server.close()


def test_a_file_lives_in_the_bucket_from_upload_to_purge(bucket, owner, customer, folder, client_for):
    row = make_file(owner, customer.pk)
    assert list(bucket.values()) == [picture()]
    assert all(key.startswith(f"doorstep/{storing.folder_of(owner.workspace)}/") for key in bucket)
    make_preview(row)
    row.refresh_from_db()
    assert (row.preview, len(bucket)) == ("ready", 3)
    browser = client_for(owner)
    assert b"".join(browser.get(content_url(row, "original")).streaming_content) == picture()
    part = browser.get(content_url(row, "original"), headers={"Range": "bytes=2-5"})
    assert b"".join(part.streaming_content) == picture()[2:6]
    assert not folder.exists()
    delete_file(actor=owner, file_id=row.pk)
    StoredFile.objects.update(deleted_at="2026-01-01T00:00:00Z")
    assert tidying.purge_deleted() == 1
    assert bucket == {}


def test_orphans_in_a_bucket_are_found(bucket, owner, customer):
    kept, gone = make_file(owner, customer.pk), make_file(owner, customer.pk)
    make_preview(gone)
    StoredFile.objects.filter(pk=gone.pk).delete()
    assert tidying.remove_orphans(owner.workspace) == 1
    assert list(bucket) == [f"doorstep/{kept.stored}"]


def test_the_doctor_tries_the_bucket_out(bucket, settings):
    assert _uploads().is_well
    assert bucket == {}
    options = {**settings.STORAGES["uploads"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:9"}
    settings.STORAGES = {**settings.STORAGES, "uploads": {**settings.STORAGES["uploads"], "OPTIONS": options}}
    assert "DOORSTEP_BUCKET_NAME" in _uploads().mend


def test_bytes_that_are_gone_from_the_bucket_are_not_found(bucket, owner, customer, client_for):
    row = make_file(owner, customer.pk)
    bucket.clear()
    assert client_for(owner).get(content_url(row, "original")).status_code == 404
