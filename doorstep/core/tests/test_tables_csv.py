import codecs

import pytest

from doorstep.core.tables import Limits, TableRefused
from doorstep.core.tests.spreadsheets import cells_of, csv_bytes, opened

ROWS = [["Name", "Town", "Note"], ["Zoë Müller", "Köln", "a, b; c|d"], ["Bob", "Łódź", 'say "hi"']]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    table = opened(tmp_path, csv_bytes(ROWS, delimiter))
    assert (table.kind, table.delimiter, table.header) == ("csv", delimiter, ROWS[0])
    assert cells_of(table) == ROWS[1:]


@pytest.mark.parametrize(
    ("encoding", "mark", "told"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32"),
    ],
)
def test_unicode_is_read_with_and_without_its_mark(tmp_path, encoding, mark, told):
    table = opened(tmp_path, mark + csv_bytes(ROWS, encoding=encoding))
    assert (table.encoding, table.header) == (told, ROWS[0])
    assert cells_of(table) == ROWS[1:]


def test_a_windows_file_is_read_as_cp1252(tmp_path):
    table = opened(
        tmp_path, csv_bytes([["Name", "Fee"], ["Zoë Müller", "5 €"], ["“Bob”", "—"]], encoding="cp1252")
    )
    assert table.encoding == "cp1252"
    assert cells_of(table) == [["Zoë Müller", "5 €"], ["“Bob”", "—"]]


def test_a_stray_windows_byte_does_not_spoil_a_unicode_file(tmp_path):
    table = opened(tmp_path, "Name,Town\nZoë,Köln\nÉmile,Łódź\n".encode() + b"Jos\xe9,Oslo\n")
    assert table.encoding == "utf-8"
    assert cells_of(table) == [["Zoë", "Köln"], ["Émile", "Łódź"], ["José", "Oslo"]]


def test_an_encoding_that_was_chosen_is_taken_at_its_word(tmp_path):
    content = csv_bytes([["Имя", "Город"], ["Иван", "Тула"]], encoding="cp1251")
    table = opened(tmp_path, content, encoding="cp1251")
    assert (table.header, cells_of(table)) == (["Имя", "Город"], [["Иван", "Тула"]])


def test_a_mark_is_never_part_of_the_first_name(tmp_path):
    content = codecs.BOM_UTF8 + b'"Name","Town"\r\nBob,Oslo\r\n'
    assert opened(tmp_path, content, encoding="utf-8").header == ["Name", "Town"]
    assert opened(tmp_path, content).header == ["Name", "Town"]


def test_a_wrong_encoding_names_the_line_and_a_better_one(tmp_path):
    content = b"Name,Town\nBob,Oslo\nJos\xe9,Oslo\n"
    with pytest.raises(TableRefused, match=r"Line 3 cannot be read as utf-8.*cp1252") as refused:
        opened(tmp_path, content, encoding="utf-8")
    assert refused.value.code == "wrong_encoding"


@pytest.mark.parametrize("encoding", ["rot13", "unicode_escape", "no such thing", "idna", ""])
def test_only_encodings_of_the_picker_can_be_chosen(tmp_path, encoding):
    with pytest.raises(TableRefused) as refused:
        opened(tmp_path, b"a,b\n1,2\n", encoding=encoding)
    assert refused.value.code == "unknown_encoding"


def test_the_first_line_of_excel_that_names_the_delimiter_is_honoured(tmp_path):
    table = opened(tmp_path, b"sep=;\r\nName;Note\r\nBob;a,b,c\r\n")
    assert (table.delimiter, table.header, table.header_row) == (";", ["Name", "Note"], 1)
    assert [row.number for row in table.rows()] == [2]


def test_a_delimiter_can_be_chosen(tmp_path):
    table = opened(tmp_path, b"a,b;c\n1,2;3\n", delimiter=";")
    assert (table.header, cells_of(table)) == (["a,b", "c"], [["1,2", "3"]])
    with pytest.raises(TableRefused) as refused:
        opened(tmp_path, b"a,b\n1,2\n", delimiter="x")
    assert refused.value.code == "unknown_delimiter"


def test_line_breaks_inside_quotes_belong_to_the_cell(tmp_path):
    table = opened(tmp_path, b'Name,Note\r\nBob,"one\r\ntwo\n\nthree"\r\nSue,x\r\n')
    assert cells_of(table) == [["Bob", "one\ntwo\n\nthree"], ["Sue", "x"]]
    assert cells_of(table, clean=False)[0][1] == "one\r\ntwo\n\nthree"
    assert [row.number for row in table.rows()] == [2, 3]


def test_old_macintosh_line_ends_are_line_ends(tmp_path):
    assert cells_of(opened(tmp_path, b"a,b\r1,2\r3,4")) == [["1", "2"], ["3", "4"]]


def test_short_rows_are_filled_up_and_blank_ends_cut_off(tmp_path):
    table = opened(tmp_path, b"a,b,c\n1\n1,2,3,,, \n")
    assert cells_of(table) == [["1", "", ""], ["1", "2", "3"]]
    assert all(row.problem is None for row in table.rows())


def test_a_row_with_too_many_cells_is_a_problem_of_that_row(tmp_path):
    _fine, long, fine = opened(tmp_path, b"a,b\n1,2\n1,2,3\n4,5\n").rows()
    assert long.problem is not None
    assert "3 cells" in long.problem
    assert (long.cells, fine.problem) == (["1", "2"], None)


def test_blank_rows_are_left_out_but_counted(tmp_path):
    table = opened(tmp_path, b"a,b\n\n1,2\n , \n\n,\n3,4\n")
    assert [(row.number, row.cells) for row in table.rows()] == [(3, ["1", "2"]), (7, ["3", "4"])]
    assert table.count_rows() == 2
    assert table.estimate_rows() >= 2


def test_sloppy_quotes_are_read_as_meant(tmp_path):
    table = opened(tmp_path, b'Name,Note\n"Bob" Smith,"5"" pipe"\n"Sue"  ,6" pipe\n')
    assert cells_of(table) == [["Bob Smith", '5" pipe'], ["Sue", '6" pipe']]
    assert all(row.problem is None for row in table.rows())


@pytest.mark.parametrize("after", [b'Sue,"x"\n', b"Sue,x\n", b'Sue,"a\nb"\n'])
def test_a_quote_that_never_closes_costs_one_row(tmp_path, after):
    many = b"Ann,1\n" * 30_000
    table = opened(tmp_path, b'Name,Note\n"5 pipe,foo\n' + after + many)
    rows = list(table.rows())
    assert rows[0].problem is not None
    assert "quotation mark" in rows[0].problem
    assert len(rows) == 30_002
    assert all(row.problem is None for row in rows[1:])


def test_a_cell_that_no_spreadsheet_can_hold_is_a_problem_of_its_row(tmp_path):
    table = opened(tmp_path, b"a,b\n" + b"x" * 40_000 + b",2\n" + b"y" * 200_000 + b",2\n3,4\n")
    first, second, third = table.rows()
    assert "32,767" in (first.problem or "")
    assert "32,767" in (second.problem or "")
    assert (third.cells, third.problem) == (["3", "4"], None)


def test_reading_goes_on_at_a_row_number(tmp_path):
    table = opened(tmp_path, b"a,b\n" + b'1,"x\ny"\n\n' * 500)
    rows = list(table.rows())
    for start in (0, 2, 3, 500, 999, 5_000):
        assert list(table.rows(start)) == [row for row in rows if row.number >= start]


def test_limits_can_be_set(tmp_path):
    with pytest.raises(TableRefused, match="12 columns") as refused:
        opened(tmp_path, b"a," * 11 + b"a\n" + b"1," * 11 + b"1\n", limits=Limits(columns=11))
    assert refused.value.code == "too_many_columns"
