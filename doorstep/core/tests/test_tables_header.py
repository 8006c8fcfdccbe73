import pytest

from doorstep.core.tables import TableRefused
from doorstep.core.tests.spreadsheets import cells_of, csv_bytes, opened


def test_every_column_has_a_name_of_its_own(tmp_path):
    table = opened(tmp_path, b"Name,,Phone, phone ,Phone (2),\nBob,1,2,3,4,5\n")
    assert table.header == ["Name", "Column 2", "Phone", "phone (2)", "Phone (2) (2)", "Column 6"]


def test_names_are_cleaned(tmp_path):
    assert opened(tmp_path, '\u200b First\u00a0 name ,"Zip\ncode"\nBob,1\n'.encode()).header == [
        "First name",
        "Zip code",
    ]


def test_an_endless_name_is_cut(tmp_path):
    assert opened(tmp_path, b"x" * 500 + b",b\n1,2\n").header == ["x" * 100, "b"]


def test_titles_above_the_header_are_passed_over(tmp_path):
    rows = [
        ["Customer Contact List"],
        ["Acme Ltd", ""],
        [],
        ["Customer", "Phone", "City"],
        ["Bob", "1", "Oslo"],
        ["Sue", "", "Rome"],
    ]
    table = opened(tmp_path, csv_bytes(rows))
    assert (table.header_row, table.header) == (4, ["Customer", "Phone", "City"])
    assert [row.number for row in table.rows()] == [5, 6]


def test_a_table_of_one_column_is_a_table(tmp_path):
    table = opened(tmp_path, b"Name\nBob Smith\nSue\n")
    assert (table.header, cells_of(table)) == (["Name"], [["Bob Smith"], ["Sue"]])


def test_a_table_without_a_header_keeps_its_first_record(tmp_path):
    table = opened(tmp_path, b"Bob,617-253-1000,bob@x.com\nSue,617-253-1001,sue@x.com\n")
    assert (table.header_row, table.header) == (0, ["Column 1", "Column 2", "Column 3"])
    assert [row.number for row in table.rows()] == [1, 2]


def test_years_in_a_name_do_not_make_it_a_record(tmp_path):
    assert opened(tmp_path, b"Name,Revenue 2024/2025,Phone 2\nBob,5,6\n").header_row == 1


def test_the_header_can_be_pointed_out(tmp_path):
    content = b"x,y\nName,Town\nBob,Oslo\n"
    assert opened(tmp_path, content, header_row=2).header == ["Name", "Town"]
    assert opened(tmp_path, content, header_row=0).header == ["Column 1", "Column 2"]
    with pytest.raises(TableRefused) as refused:
        opened(tmp_path, content, header_row=9)
    assert refused.value.code == "no_such_row"


def test_columns_beyond_the_header_are_columns_when_most_rows_have_them(tmp_path):
    table = opened(tmp_path, b"Name,Town\nBob,Oslo,5\nSue,Rome,6\nAnn,Bern\n")
    assert table.header == ["Name", "Town", "Column 3"]
    assert cells_of(table) == [["Bob", "Oslo", "5"], ["Sue", "Rome", "6"], ["Ann", "Bern", ""]]
