"""What was deleted goes after thirty days, and bytes that belong to nobody after one."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from doorstep.clients.models import Client
from doorstep.files import storing, tidying
from doorstep.files.actions import delete_file
from doorstep.files.models import StoredFile
from doorstep.files.previews import make_preview
from doorstep.files.tasks import tidy
from doorstep.files.tests.builders import make_file

pytestmark = pytest.mark.django_db


def stored(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def age(folder, days=2):
    then = (timezone.now() - timedelta(days=days)).timestamp()
    for path in stored(folder):
        os.utime(path, (then, then))


def test_a_deleted_file_goes_for_good_after_thirty_days(owner, customer, folder):
    kept, row = make_file(owner, customer.pk), make_file(owner, customer.pk)
    make_preview(row)
    delete_file(actor=owner, file_id=row.pk)
    assert (tidying.purge_deleted(), len(stored(folder))) == (0, 4)
    StoredFile.objects.filter(pk=row.pk).update(deleted_at=timezone.now() - timedelta(days=31))
    assert tidying.purge_deleted() == 1
    assert list(StoredFile.objects.all()) == [kept]
    assert len(stored(folder)) == 1


def test_the_files_of_a_customer_who_is_deleted_go_with_it(owner, customer, folder):
    row = make_file(owner, customer.pk)
    make_preview(row)
    StoredFile.objects.all().delete()  # as the cascade from the client does
    assert (tidying.remove_orphans(owner.workspace), len(stored(folder))) == (
        0,
        3,
    )  # an upload may be under way
    age(folder)
    assert tidying.remove_orphans(owner.workspace) == 1
    assert stored(folder) == []


def test_a_client_takes_its_files_along():
    field = StoredFile._meta.get_field("client")
    assert field.remote_field.on_delete.__name__ == "CASCADE"
    assert field.related_model is Client


def test_what_is_in_use_or_somebody_elses_stays(owner, customer, stranger, folder):
    row = make_file(owner, customer.pk)
    make_preview(row)
    storing.keep(stranger.workspace, ContentFile(b"theirs"))
    storing.uploads().save("runs/2026/11/export.csv", ContentFile(b"an export"))
    age(folder)
    assert tidying.remove_orphans(owner.workspace) == 0
    assert len(stored(folder)) == 5
    tidy.func()
    assert len(stored(folder)) == 4


def test_a_folder_shared_by_mistake_is_left_alone(owner, customer, folder):
    """Another database's workspace with the same key, as in a copy for trying out."""
    make_file(owner, customer.pk)
    age(folder)
    owner.workspace.created_at += timedelta(seconds=1)
    StoredFile.objects.all().delete()
    assert tidying.remove_orphans(owner.workspace) == 0
    assert len(stored(folder)) == 1
