from datetime import UTC, date, datetime, time

import pytest

from doorstep.core.tables import TableRefused
from doorstep.core.tests.spreadsheets import cells_of, opened, sheet_xml, workbook_around, workbook_bytes


def test_cells_read_as_a_person_sees_them(tmp_path):
    seen = [
        (1234.0, "1234"),
        (6172531000, "6172531000"),
        (0.1 + 0.2, "0.3"),
        (-2.5, "-2.5"),
        (True, "yes"),
        (False, "no"),
        (date(2024, 5, 6), "2024-05-06"),
        (datetime(2024, 5, 6, 7, 8, tzinfo=UTC), "2024-05-06 07:08"),
        (datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC), "2024-05-06 07:08:09"),
        (time(7, 8), "07:08"),
        ("  Zoë\u00a0Müller\r\n", "Zoë Müller"),
        ("02139", "02139"),
        ("=SUM(1)", "=SUM(1)"),
    ]
    content = workbook_bytes(
        [["Name", "Value"], *[[f"row {at}", value] for at, (value, _text) in enumerate(seen)]],
        strings_to_formulas=False,
        default_date_format="yyyy-mm-dd hh:mm:ss",
        remove_timezone=True,
    )
    table = opened(tmp_path, content)
    assert (table.kind, table.encoding, table.delimiter) == ("xlsx", "", "")
    assert [cells[1] for cells in cells_of(table)] == [text for _value, text in seen]


def test_a_formula_gives_its_last_result(tmp_path):
    name = '<row r="1"><c r="A1" t="inlineStr"><is><t>Sum</t></is></c></row>'
    formula = '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
    assert cells_of(opened(tmp_path, workbook_around(sheet_xml(name + formula)))) == [["2"]]


def test_rows_have_the_numbers_that_excel_shows(tmp_path):
    content = workbook_bytes(
        [[], ["Customer list"], [], ["Name", "Town"], [], ["Bob", "Oslo"], ["", ""], ["Sue", "Rome"]]
    )
    table = opened(tmp_path, content)
    assert (table.header, table.header_row) == (["Name", "Town"], 4)
    assert [(row.number, row.cells) for row in table.rows()] == [(6, ["Bob", "Oslo"]), (8, ["Sue", "Rome"])]
    assert list(table.rows(7)) == list(table.rows())[1:]
    assert (table.count_rows(), table.estimate_rows()) == (2, 4)


def test_the_first_sheet_with_something_in_it_is_read(tmp_path):
    table = opened(tmp_path, workbook_bytes([["Name"], ["Bob"]], sheets=["Notes", "Customers"]))
    assert (table.sheets, table.sheet, cells_of(table)) == (["Notes", "Customers"], "Customers", [["Bob"]])


def test_a_sheet_can_be_chosen(tmp_path):
    content = workbook_bytes([["Name"], ["Bob"]], sheets=["Notes", "Customers"])
    assert opened(tmp_path, content, sheet="Customers").sheet == "Customers"
    with pytest.raises(TableRefused, match="It has: Notes, Customers") as refused:
        opened(tmp_path, content, sheet="Jobs")
    assert refused.value.code == "no_such_sheet"


@pytest.mark.parametrize("name", ["customers.xls", "customers.ods", "customers.csv", "customers"])
def test_a_workbook_is_known_by_its_content_not_by_its_name(tmp_path, name):
    (tmp_path / name).write_bytes(workbook_bytes([["Name"], ["Bob"]]))
    table = opened(tmp_path, (tmp_path / name).read_bytes())
    assert table.kind == "xlsx"


def test_a_cell_longer_than_excel_allows_is_a_problem_of_its_row(tmp_path):
    long = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c></row>'
    start = '<row r="1"><c r="A1" t="inlineStr"><is><t>Note</t></is></c></row>'
    last = '<row r="3"><c r="A3"><v>1</v></c></row>'
    first, second = opened(tmp_path, workbook_around(sheet_xml(start + long + last))).rows()
    assert "32,767" in (first.problem or "")
    assert second.problem is None
