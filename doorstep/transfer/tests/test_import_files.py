"""Files as they come: in any spelling, and those that are none."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile, File

from doorstep.clients.models import Client
from doorstep.core.errors import RuleBroken
from doorstep.core.tables import TableRefused, write_xlsx
from doorstep.runs.engine import work
from doorstep.runs.models import Run
from doorstep.transfer.actions.importing import discard_import, run_import, try_import, upload_customers
from doorstep.transfer.tests.builders import bring_in, person, planned, rows_of, upload

HEADER = ("first_name", "last_name", "notes")
JOSE = person("Peña", "José", notes="two\nlines")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_encoding_and_delimiter_is_read(owner, encoding, delimiter):
    bring_in(
        owner,
        rows_of(JOSE, JOSE | {"last_name": "Núñez"}, header=HEADER, delimiter=delimiter).encode(encoding),
    )
    assert set(Client.objects.values_list("name", flat=True)) == {"José Peña", "José Núñez"}
    assert Client.objects.first().internal_notes == "two\nlines"


def test_a_workbook_is_read_and_ragged_rows_too(owner):
    rows = [["José", "Peña", "x"], ["Zoë", "Roe", ""]]
    bring_in(owner, b"".join(write_xlsx(list(HEADER), rows)))
    bring_in(owner, "first_name,last_name,notes\nJane,Doe\nMax,Kraft,a,,\n")
    assert Client.objects.count() == 4


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 500_000_000)
    return out.getvalue()


BAD_FILES = {
    "pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 40,
    "empty": lambda: b"",
    "header only": lambda: b"first_name,last_name\n",
    "two million columns": lambda: b"last_name\n" + b"," * 2_000_000,
    "two million columns far below": lambda: b"last_name\n" + b"Doe\n" * 4_000 + b"," * 2_000_000,
    "zip bomb": zip_bomb,
    "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(2000),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_what_is_no_table_is_refused_in_words_and_nothing_is_kept(owner, kind, tmp_path):
    with pytest.raises(TableRefused) as refused:
        upload(owner, BAD_FILES[kind](), name="customers.csv")
    assert len(str(refused.value)) > 20
    assert not Run.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_wrong_encoding_chosen_by_hand_is_refused(owner):
    with pytest.raises(TableRefused):
        upload(owner, rows_of(JOSE, header=HEADER).encode("cp1252"), encoding="utf-8")
    assert not Run.objects.exists()


def test_200_megabytes_are_refused_before_they_are_stored(owner, tmp_path):
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    tracemalloc.start()
    with big.open("rb") as file, pytest.raises(TableRefused, match="100 MB"):
        upload_customers(actor=owner, file=File(file, name="big.csv"))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert not Run.objects.exists()


def test_a_file_that_is_gone_ends_the_run_with_words(owner):
    run = planned(owner, rows_of(JOSE, header=HEADER))
    run_import(actor=owner, run_id=run.pk)
    Path(run.file.path).write_bytes(b"%PDF-1.7\n")
    work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.counts, run.error_id) == (Run.State.FAILED, {}, "")
    assert len(run.error) > 20
    assert not Client.objects.exists()


def test_without_a_column_that_names_them_nothing_begins(owner):
    run = planned(owner, "phone\n617-555-0123\n")
    for begin in (run_import, try_import):
        with pytest.raises(RuleBroken, match="last name"):
            begin(actor=owner, run_id=run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.WAITING


def test_an_import_begins_once_and_may_be_discarded_before(owner, tmp_path):
    run = planned(owner, rows_of(JOSE, header=HEADER))
    discard_import(actor=owner, run_id=run.pk)
    assert not Run.objects.exists()
    run = planned(owner, rows_of(JOSE, header=HEADER))
    run_import(actor=owner, run_id=run.pk)
    with pytest.raises(RuleBroken):
        run_import(actor=owner, run_id=run.pk)
    with pytest.raises(RuleBroken):
        discard_import(actor=owner, run_id=run.pk)


def test_who_may_not_import_is_refused_before_the_file_is_stored(technician, tmp_path):
    with pytest.raises(PermissionDenied):
        upload_customers(actor=technician, file=ContentFile(b"last_name\nDoe\n", name="a.csv"))
    assert not any(tmp_path.rglob("*.csv"))


def test_a_stranger_finds_no_such_import(owner, stranger):
    run = planned(owner, rows_of(JOSE, header=HEADER))
    for begin in (run_import, try_import, discard_import):
        with pytest.raises(Run.DoesNotExist):
            begin(actor=stranger, run_id=run.pk)
