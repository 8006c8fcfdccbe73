"""Taking files in: each by itself, within limits, under a random name, with an entry on the timeline."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import TemporaryUploadedFile
from django_tasks_db.models import DBTaskResult

from doorstep.activity.models import Entry
from doorstep.clients.models import Client, Property
from doorstep.core.errors import RuleBroken
from doorstep.customers.tests.builders import make_customer
from doorstep.files import storing
from doorstep.files.actions import upload_files
from doorstep.files.models import StoredFile
from doorstep.files.tests import samples
from doorstep.files.tests.builders import make_file
from doorstep.files.tests.samples import picture, upload
from doorstep.identity.models import Role
from doorstep.identity.tests.builders import actor_of, make_member

pytestmark = pytest.mark.django_db


def stored_files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_one_refused_file_does_not_lose_the_others(owner, customer, folder):
    files = [upload(picture(), "a.jpg"), upload(samples.PE, "b.jpg"), upload(samples.PDF, "c.pdf")]
    kept, refused, also = upload_files(actor=owner, client_id=customer.pk, files=files)
    assert (kept.row.name, also.row.name, refused.name) == ("a.jpg", "c.pdf", "b.jpg")
    assert refused.row is None
    assert "program" in str(refused.refused)
    assert len(stored_files(folder)) == StoredFile.objects.count() == 2


def test_it_is_kept_as_its_content_says_under_a_random_name(owner, customer, folder):
    row = make_file(owner, customer.pk, samples.PDF, "../../evil/../quote.exe")
    assert (row.name, row.content_type) == ("quote.exe.pdf", "application/pdf")
    assert (row.size, row.kind, row.uploaded_by_id) == (len(samples.PDF), "document", owner.membership_id)
    assert row.sha256 == hashlib.sha256(samples.PDF).hexdigest()
    [path] = stored_files(folder)
    assert path.read_bytes() == samples.PDF
    assert "quote" not in str(path.relative_to(folder))
    assert path.suffix == ""
    assert path.stat().st_mode & 0o777 == 0o600


def test_pictures_become_photos_unless_said_otherwise(owner, customer):
    place = Property.objects.get(client_id=customer.pk)
    assert make_file(owner, customer.pk).kind == "photo"
    row = make_file(owner, customer.pk, kind="contract", property_id=place.pk, description=" Signed ")
    assert (row.kind, row.property_id, row.description) == ("contract", place.pk, "Signed")


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "secret"), ("description", "x" * 501), ("property_id", 10**9)]
)
def test_fields_are_checked_before_anything_is_kept(owner, customer, folder, field, value):
    with pytest.raises(RuleBroken) as broken:
        make_file(owner, customer.pk, **{field: value})
    assert broken.value.field == field
    assert stored_files(folder) == []


def test_a_place_of_somebody_else_is_none(owner, customer):
    other = Property.objects.get(client_id=make_customer(owner).pk)
    with pytest.raises(RuleBroken):
        make_file(owner, customer.pk, property_id=other.pk)


def test_a_customers_room_is_limited_and_what_was_refused_leaves_nothing(owner, customer, folder, settings):
    settings.FILE_MOST_BYTES_OF_CUSTOMER = len(picture()) + 10
    make_file(owner, customer.pk)
    with pytest.raises(RuleBroken, match="no more room"):
        make_file(owner, customer.pk)
    assert len(stored_files(folder)) == 1


def test_a_large_file_on_the_disk_is_taken_too(owner, customer):
    large = TemporaryUploadedFile("notes.txt", "text/plain", 0, "utf-8")
    large.write(b"line of text\n" * 300_000)
    large.size = large.tell()
    [result] = upload_files(actor=owner, client_id=customer.pk, files=[large])
    with storing.uploads().open(str(result.row.stored)) as kept:
        assert len(kept.read()) == large.size
    large.close()


def test_it_is_on_the_timeline_and_its_preview_is_queued(owner, customer, folder):
    row = make_file(owner, customer.pk)
    entry = Entry.objects.get(kind="file.uploaded")
    assert (entry.client_id, entry.subject_id) == (customer.pk, row.pk)
    assert entry.data == {"name": "roof.jpg", "size": row.size, "content_type": "image/jpeg"}
    assert DBTaskResult.objects.filter(task_path="doorstep.files.tasks.draw_preview").exists()


def test_who_may_not_or_does_not_see_the_customer_adds_nothing(owner, customer, stranger, workspace):
    with pytest.raises(Client.DoesNotExist):
        make_file(stranger, customer.pk)
    salesperson = actor_of(make_member(workspace, Role.SALESPERSON))
    with pytest.raises(Client.DoesNotExist):
        make_file(salesperson, customer.pk)
    with pytest.raises(PermissionDenied):
        make_file(owner.limited_to(["read"]), customer.pk)


def test_an_upload_without_end_takes_no_room(rf, settings):
    settings.UPLOAD_MOST_BYTES = 100_000
    request = rf.post("/", {"files": [upload(b"x" * 300_000, "big.txt"), upload(b"small", "small.txt")]})
    big, small = request.FILES.getlist("files")
    assert (big.size, big.read()) == (300_000, b"")
    assert (small.size, small.read()) == (5, b"small")
