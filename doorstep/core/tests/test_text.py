import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.core.text import clean_cell, digits, fold, initials, looks_misread, name_key


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Zoë  MÜLLER ", "zoe muller"),
        ("Łódź Straße Ærøskøbing", "lodz strasse aeroskobing"),
        ("Đặng Văn İstanbul", "dang van istanbul"),
        ("O\u00a0'Brien\t& Co.", "o 'brien & co."),
        ("ﬁne １２３", "fine 123"),
        ("", ""),
    ],
)
def test_folded_text_has_no_case_no_accents_and_single_spaces(typed, folded):
    assert fold(typed) == folded


def test_folding_keeps_what_belongs_to_the_letter():
    assert fold("が") != fold("か")
    assert fold("한국") == "한국"


def test_a_name_key_has_letters_and_digits_only():
    assert name_key("O'Brien & Søns, Ltd. 24/7") == "obriensonsltd247"
    assert name_key("--- ") == ""


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert name_key(name_key(text)) == name_key(text)
    assert clean_cell(clean_cell(text)) == clean_cell(text)


def test_digits_are_read_in_every_script():
    assert digits("+1 (617) 253-1000") == "16172531000"
    assert digits("٠١٢ ３４") == "01234"
    assert digits("none") == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("José Ángel Ruiz", "JR"),
        ("o'Brien", "O"),
        ("Acme HVAC Co", "AC"),
        ("24/7 Plumbing", "2P"),
        ("—", ""),
        ("", ""),
    ],
)
def test_initials_are_of_the_first_and_the_last_word(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("  Bob ", "Bob"),
        ("\ufeffName", "Name"),
        ("\u202a+1 617\u00a0253\u202c", "+1 617 253"),
        ("a\x00b\x07c\x7f", "abc"),
        ("zero\u200bwidth\u00ad", "zerowidth"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb", "a b"),
        ("\u200b \u00a0", ""),
    ],
)
def test_a_clean_cell_is_what_a_person_sees(cell, seen):
    assert clean_cell(cell) == seen


@pytest.mark.parametrize("text", ["Müller", "O’Brien", "Zoë – Café", "Peña", "São João", "Åsa", "•"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
def test_utf8_that_was_taken_for_another_encoding_is_noticed(text, encoding):
    assert looks_misread(text.encode().decode(encoding))
    assert not looks_misread(text)


@pytest.mark.parametrize(
    "text", ["SÃO PAULO", "ÂNGELA", "Ånäs", "Â", "“Spaß”", "ÄÖÜ", "naïve", "√ 16", "£100 – ½", "Łódź", "中文"]
)
def test_rare_letters_are_not_taken_for_misread_ones(text):
    assert not looks_misread(text)
