import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from doorstep.core.tables import open_table, write_csv, write_xlsx
from doorstep.core.tables.escaping import guard, unguard
from doorstep.core.tables.workbook_writing import write_xlsx as write_workbook
from doorstep.core.tests.spreadsheets import saved

# Anything a person can have typed; a row of nothing at all is no row.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\t\n\r"), max_size=30
)
ROW = st.tuples(TEXT.map(lambda text: f"x{text}"), TEXT, TEXT)
DANGEROUS = [
    "=1+1",
    "+1 617",
    "-5",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
    "=cmd|' /C calc'!A0",
]


def written(writer, header, rows, **how) -> bytes:
    return b"".join(writer(header, rows, **how))


def read_back(folder, content: bytes) -> list[list[str]]:
    table = open_table(saved(folder, content, "written"), filename="written", header_row=1)
    return [row.cells for row in table.rows(clean=False)]


@settings(max_examples=150, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_a_csv_file_gives_back_what_was_written(tmp_path_factory, rows, delimiter, bom):
    content = written(write_csv, ["One", "Two", "Three"], rows, delimiter=delimiter, bom=bom)
    path = saved(tmp_path_factory.getbasetemp(), content, "written")
    table = open_table(path, filename="written", header_row=1, delimiter=delimiter, encoding="utf-8")
    assert [tuple(row.cells) for row in table.rows(clean=False)] == rows
    assert all(row.problem is None for row in table.rows())


@settings(max_examples=100, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_a_workbook_gives_back_what_was_written(tmp_path_factory, rows):
    content = written(write_xlsx, ["One", "Two", "Three"], rows)
    assert [tuple(cells) for cells in read_back(tmp_path_factory.getbasetemp(), content)] == rows


@given(TEXT | st.sampled_from(DANGEROUS))
def test_guarding_can_always_be_taken_back(text):
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in tuple("=+-@\t\r\n＝＋－＠") or not text


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula(tmp_path, text):
    csv_file = written(write_csv, ["A", "B"], [["x", text]], bom=False).decode()
    assert csv_file.split(",", 2)[2].lstrip('"').startswith("'")
    workbook = written(write_xlsx, ["A", "B"], [["x", text]])
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert read_back(tmp_path, workbook) == [["x", text]]


VALUES = [
    (None, "", ""),
    (True, "yes", "yes"),
    (5, "5", "5"),
    (-5, "-5", "-5"),
    (Decimal("-1234.50"), "-1234.50", "-1234.5"),
    (Decimal("1E+3"), "1000", "1000"),
    (1.25, "1.25", "1.25"),
    (date(2024, 5, 6), "2024-05-06", "2024-05-06"),
    (date(1850, 1, 2), "1850-01-02", "1850-01-02"),
    (datetime(2024, 5, 6, 7, 8, tzinfo=UTC), "2024-05-06 07:08", "2024-05-06 07:08"),
    (datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC), "2024-05-06 07:08:09", "2024-05-06 07:08:09"),
    (time(7, 8), "07:08:00", "07:08:00"),
    (1234567890123456789, "1234567890123456789", "1234567890123456789"),
    ("Zoë & <Bob>", "Zoë & <Bob>", "Zoë & <Bob>"),
    ("02139", "02139", "02139"),
    (float("nan"), "nan", "nan"),
]


@pytest.mark.parametrize(("value", "in_csv", "in_workbook"), VALUES)
def test_values_come_out_as_what_they_are(tmp_path, value, in_csv, in_workbook):
    assert read_back(tmp_path, written(write_csv, ["A", "B"], [["x", value]])) == [["x", in_csv]]
    assert read_back(tmp_path, written(write_xlsx, ["A", "B"], [["x", value]])) == [["x", in_workbook]]


def test_numbers_dates_and_money_are_no_text_in_a_workbook():
    content = written(write_xlsx, list("abcd"), [[5, Decimal("1.50"), date(2024, 5, 6), True]])
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert sheet.to_python()[1] == [5.0, 1.5, date(2024, 5, 6), True]


def test_what_xml_cannot_hold_comes_back_all_the_same(tmp_path):
    text = "a\x00b\x07 _x0041_ \r\n end  "
    assert read_back(tmp_path, written(write_xlsx, ["A", "B"], [["x", text]])) == [["x", text]]


def test_every_part_of_a_workbook_is_well_formed():
    content = written(write_xlsx, ['<"A">', "B"], [["&", "x"]] * 3, sheet="It's [all] / 'mine'" * 3)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ET.fromstring(archive.read(name))


def test_rows_beyond_a_sheet_go_to_the_next(tmp_path):
    rows = [[number, "x"] for number in range(25)]
    content = written(write_workbook, ["Number", "B"], rows, sheet="Customers", most_rows=11)
    path = saved(tmp_path, content)
    sheets = open_table(path, filename="x").sheets
    assert sheets == ["Customers", "Customers 2", "Customers 3"]
    read = [open_table(path, filename="x", sheet=name) for name in sheets]
    assert [row.cells[0] for table in read for row in table.rows()] == [str(number) for number in range(25)]
    assert all(table.header == ["Number", "B"] for table in read)


@pytest.mark.parametrize("writer", [write_csv, write_xlsx])
def test_a_table_without_rows_has_its_header(writer):
    assert b"".join(writer(["Name"], []))


@pytest.mark.parametrize("writer", [write_csv, write_xlsx])
def test_writing_streams_and_its_memory_stays_flat(writer):
    taken = 0

    def rows():
        nonlocal taken
        for number in range(20_000):
            taken += 1
            yield [f"Bob {number}", "617 253 1000", number]

    tracemalloc.start()
    pieces = writer(["Name", "Phone", "Number"], rows())
    assert next(pieces)
    assert taken < 2_000
    assert sum(len(piece) for piece in pieces) > 50_000
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken == 20_000
    assert peak < 4_000_000
