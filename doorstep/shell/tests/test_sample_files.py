"""The sample company's files are the same as anybody's: checked, kept, drawn in the background."""

import pytest

from doorstep.clients.models import ClientCard
from doorstep.customers.tests.builders import make_customer
from doorstep.files.models import StoredFile
from doorstep.files.previews import make_preview
from doorstep.shell.sample.papers import add_sample_files

pytestmark = pytest.mark.django_db


def test_some_customers_have_photos_and_an_agreement(owner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    customer = make_customer(owner)
    assert ClientCard.objects.count() == 1
    assert add_sample_files(owner.workspace) == 3
    rows = StoredFile.objects.filter(client_id=customer.pk).order_by("pk")
    assert [row.kind for row in rows] == ["photo", "photo", "contract"]
    for row in rows:
        make_preview(row)
    assert set(rows.values_list("preview", flat=True)) == {StoredFile.Preview.READY}
