import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.core.search import fts_expression, looked_up, read_query


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("(212) 555-01", "21255501"),
        ("+44 20 7946 0958", "442079460958"),
        ("0044 20 7946", "44207946"),
        ("+44 (0)20 7946", "44207946"),
        ("020 7946 0958", "02079460958"),
        ("1-212-555-0123", "12125550123"),
        ("212.555.0123 ext. 12", "2125550123"),
        ("(212", "212"),
        ("٢١٢٥٥٥٠١٢٣", "2125550123"),
    ],
)
def test_a_phone_number_in_any_spelling_is_looked_for_by_its_digits(typed, digits):
    assert read_query(typed).needles == (digits,)


def test_words_are_folded_and_apostrophes_left_out():
    assert read_query("  Zoë O'BRIEN ").needles == ("zoe", "obrien")
    assert read_query("O\u2019Brien").needles == ("obrien",)


def test_words_of_two_letters_are_looked_for_where_a_word_begins():
    assert read_query("Kim Ng").needles == ("kim", " ng")
    assert read_query("李明").needles == (" 李明",)


def test_single_letters_are_only_tested():
    assert read_query("ana b").starts == ("b",)
    assert read_query("b").only_beginning


def test_house_numbers_are_words():
    assert read_query("12 Main St, Boston").needles == ("main", "boston", " 12", " st")


def test_nothing_typed_is_no_query():
    assert not read_query("   ")


@given(st.text())
def test_any_text_is_a_query(typed):
    query = read_query(typed)
    assert all(needle.strip() for needle in query.needles)
    assert fts_expression(query).count('"') % 2 == 0
    query.beginning.encode()


@pytest.mark.parametrize(
    ("needle", "parts"),
    [
        *(("smith", ("smith",)), (" ng", (" ng",)), ("100%", ("100",)), ("9940", ("9940",))),
        *(("robertson", ("rober", "tson")), ("alexander", ("xande", "nder"))),
        *(("3035550123", ("50123",)), ("ana_torres2@example.com", ("ana", "rres2")), ("@x", ("@x",))),
    ],
)
def test_an_index_is_asked_for_few_letters_that_tell_the_word_from_others(needle, parts):
    assert looked_up(needle) == parts
    assert all(part in needle for part in parts)
