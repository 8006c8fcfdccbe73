"""The whole workspace's archive holds the originals, once each, and says whose they are."""

import csv
import io
import zipfile

import pytest

from doorstep.files.previews import make_preview
from doorstep.files.tests.builders import make_file
from doorstep.files.tests.samples import PDF
from doorstep.transfer.actions.exporting import export_workspace

pytestmark = pytest.mark.django_db


def test_originals_are_in_the_archive_with_the_names_people_gave_them(owner, customer):
    row = make_file(owner, customer.pk, PDF, "quote.pdf")
    make_preview(row)
    run = export_workspace(actor=owner, at_once=True)
    with run.file.open("rb") as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    names = [name for name in archive.namelist() if name.startswith("files/")]
    assert names == [f"files/{row.stored}"]
    assert archive.read(names[0]) == PDF
    [told] = csv.DictReader(io.StringIO(archive.read("tables/files.storedfile.csv").decode()))
    assert (told["name"], told["client_id"], f"files/{told['stored']}") == (
        "quote.pdf",
        str(customer.pk),
        names[0],
    )
